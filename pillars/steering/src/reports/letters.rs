//! A report on paper: the letter with its annex of figures, in Vietnamese whatever the reader's screen speaks; each measured
//! figure leads to its records. The same as a sheet.

use super::dated;
use super::measuring::Whole;
use super::pages::{figure_path, report_path};
use super::rules::{RowDef, Shown, authority, is_committee, is_notable, shown};
use super::words;
use platform::error::Result;
use platform::export::{Sheet, Value};
use platform::{App, Locale};
use printing::letter::{Annex, Block, Column, Letter, Signature, Table, Text};

/// The report as a letter.
pub fn letter(app: &App, whole: &Whole) -> Result<Letter> {
    let vi = papers::vietnamese(app);
    let report = &whole.report;
    let (agency, directory) = (report.agency_id, app.directory());
    let on = report.signed_on.as_deref().and_then(|d| d.parse::<kernel::Day>().ok());
    let head = papers::head(app, agency, &report.symbol, on.unwrap_or(whole.window.due));
    let word = |name: &str| head.get(name).and_then(|v| v.as_str()).map(str::to_owned);
    let period = words::period(&vi, &whole.window);
    let to = dated::addressees(app, agency, whole.window.due)?;
    let annex = Annex {
        name: vi.t("reports-paper-annex"),
        title: vi.tn("reports-paper-annex-title", &[("period", period.clone())]),
        body: annex(app, &vi, whole)?,
    };
    Ok(Letter {
        parent: word("parent"),
        agency: directory.name(agency).to_owned(),
        number: if report.symbol.is_empty() { "…/BC".to_owned() } else { report.symbol.clone() },
        place: word("place").unwrap_or_default(),
        on: on.map(kernel::Day::naive),
        kind: vi.t("reports-paper-kind"),
        title: vi.tn("reports-paper-title", &[("period", period)]),
        recipients: if to.is_empty() { Vec::new() } else { vec![vi.t("reports-paper-as-above")] },
        to,
        body: body(app, &vi, whole)?,
        sign: signature(app, whole),
        archive: Some(vi.t("reports-paper-archive")),
        annexes: vec![annex],
        ..Letter::default()
    })
}

/// The kind of the agency that reports.
fn kind(app: &App, agency: i64) -> String {
    app.directory().get(agency).map(|a| a.kind.clone()).unwrap_or_default()
}

/// The post of who signs for an agency where nothing else is said, in Vietnamese as the paper has it.
pub fn usual_post(app: &App, agency: i64) -> String {
    let committee = is_committee(&kind(app, agency));
    papers::vietnamese(app).t(if committee { "reports-paper-post-committee" } else { "reports-paper-post" })
}

fn signature(app: &App, whole: &Whole) -> Signature {
    let report = &whole.report;
    let post = Some(report.signed_post.clone()).filter(|post| !post.is_empty());
    let post = post.unwrap_or_else(|| usual_post(app, report.agency_id));
    let authority = authority(&kind(app, report.agency_id), &post);
    Signature { authority, post, name: report.signed_by.clone() }
}

/// The full address of a page, for paper.
fn full(app: &App, path: &str) -> String {
    format!("{}{path}", app.settings.base_url().trim_end_matches('/'))
}

/// Days of the data, sections as they were written, and what changed most.
fn body(app: &App, vi: &Locale, whole: &Whole) -> Result<Vec<Block>> {
    let texts = whole.report.texts()?;
    let days = [("from", whole.window.from.vn()), ("to", whole.window.to.vn())];
    let mut blocks = vec![Block::Paragraph(vi.tn("reports-paper-days", &days).into())];
    for section in &whole.template.sections {
        blocks.push(Block::Heading(1, format!("{}. {}", section.code, section.title)));
        let text = texts.get(&section.code).map(String::as_str).unwrap_or_default();
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        if lines.is_empty() {
            blocks.push(Block::Paragraph(vi.t("reports-paper-nothing").into()));
        }
        for line in lines {
            match line.strip_prefix("- ") {
                Some(point) => blocks.push(Block::List(vec![point.into()])),
                None => blocks.push(Block::Paragraph(line.into())),
            }
        }
    }
    let named = notable(app, whole)?;
    if !named.is_empty() {
        blocks.push(Block::Heading(2, vi.t("reports-notable-title")));
        let point = |row: &&RowDef| {
            let path = records(whole, row).unwrap_or_else(|| report_path(whole.report.id));
            Text::from(words::notable(vi, row, whole.pair(row)))
                .then(" ")
                .link(vi.t("reports-paper-records"), full(app, &path))
        };
        blocks.push(Block::List(named.iter().map(point).collect()));
    }
    if !whole.below.is_empty() || !whole.absent.is_empty() {
        let directory = app.directory();
        let names: Vec<&str> = whole.absent.iter().map(|id| directory.short_name(*id)).collect();
        let all = whole.below.len() + whole.absent.len();
        let args = [
            ("count", whole.below.len().to_string()),
            ("all", all.to_string()),
            ("absent", names.join(", ")),
        ];
        let key = if names.is_empty() { "reports-paper-below-all" } else { "reports-paper-below" };
        blocks.push(Block::Paragraph(vi.tn(key, &args).into()));
    }
    Ok(blocks)
}

/// Rows whose change is named.
pub fn notable<'a>(app: &App, whole: &'a Whole) -> Result<Vec<&'a RowDef>> {
    let from = dated::notable(app, whole.window.to)?;
    let named =
        |row: &&RowDef| matches!(whole.pair(row), (Some(now), Some(before)) if is_notable(now, before, from));
    Ok(whole.template.rows().filter(named).collect())
}

/// Where the records of a figure are: its own, those of the part where it is a share, the reports it sums up; none of what was typed.
fn records(whole: &Whole, row: &RowDef) -> Option<String> {
    let code = row.share.as_ref().map_or(&row.code, |[part, _]| part);
    let figure = whole.figures.get(code)?;
    match (figure.measured, figure.below) {
        (Some(_), _) => Some(figure_path(whole.report.id, code)),
        (None, Some(_)) => Some(format!("{}/tong-hop?dong={code}", report_path(whole.report.id))),
        (None, None) => None,
    }
}

fn annex(app: &App, vi: &Locale, whole: &Whole) -> Result<Vec<Block>> {
    let mut blocks = Vec::new();
    let numbers = whole.numbers();
    for group in &whole.template.appendix {
        blocks.push(Block::Heading(2, group.title.clone()));
        let rows = group.rows.iter().map(|row| {
            let now = shown(row, &numbers);
            let value = words::maybe(vi, now);
            let value = match records(whole, row) {
                Some(path) => Text::default().link(value, full(app, &path)),
                None => value.into(),
            };
            vec![
                row.code.clone().into(),
                row.name.clone().into(),
                row.unit.clone().into(),
                value,
                words::maybe(vi, whole.pair(row).1).into(),
                words::changed(vi, whole.pair(row)).into(),
                source(vi, whole, row).into(),
            ]
        });
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::center(vi.t("reports-head-code"), 13),
                Column::left(vi.t("reports-head-row"), 38),
                Column::left(vi.t("reports-head-unit"), 18),
                Column::right(vi.t("reports-head-value"), 21),
                Column::right(vi.t("reports-head-before"), 21),
                Column::right(vi.t("reports-head-change"), 21),
                Column::left(vi.t("reports-head-source"), 18),
            ],
            rows: rows.collect(),
        }));
    }
    Ok(blocks)
}

/// Where a figure comes from: measured, declared, or made of two others.
pub fn source(locale: &Locale, whole: &Whole, row: &RowDef) -> String {
    let figure = whole.figures.get(&row.code);
    locale.t(match figure {
        _ if row.share.is_some() => "reports-source-share",
        Some(f) if f.measured.is_some() => "reports-source-measured",
        Some(f) if f.declared.is_some() => "reports-source-declared",
        Some(f) if f.below.is_some() => "reports-source-below",
        _ => "reports-source-none",
    })
}

/// The annex as a sheet.
pub fn sheet(app: &App, whole: &Whole) -> Result<Sheet> {
    let vi = papers::vietnamese(app);
    let heads = [
        "reports-head-code",
        "reports-head-row",
        "reports-head-unit",
        "reports-head-measured",
        "reports-head-declared",
        "reports-head-gap",
        "reports-head-below",
        "reports-head-value",
        "reports-head-before",
        "reports-head-records",
        "reports-head-definition",
        "reports-head-hash",
    ];
    let number = |n: Option<i64>| n.map_or_else(|| Value::Text(String::new()), |n| Value::Number(n as f64));
    let figure =
        |f: Option<Shown>| f.map_or_else(|| Value::Text(String::new()), |f| Value::Number(f.number()));
    let mut rows = Vec::new();
    for group in &whole.template.appendix {
        rows.push(vec![Value::Text(String::new()), Value::Text(group.title.clone())]);
        for row in &group.rows {
            let kept = whole.figures.get(&row.code);
            let pair = whole.pair(row);
            rows.push(vec![
                Value::Text(row.code.clone()),
                Value::Text(row.name.clone()),
                Value::Text(row.unit.clone()),
                number(kept.and_then(|f| f.measured)),
                number(kept.and_then(|f| f.declared)),
                number(kept.and_then(|f| f.known().gap())),
                number(kept.and_then(|f| f.below)),
                figure(pair.0),
                figure(pair.1),
                number(kept.map(|f| f.records)),
                Value::Text(kept.map(|f| f.definition.clone()).unwrap_or_default()),
                Value::Text(kept.map(|f| f.evidence_hash.clone()).unwrap_or_default()),
            ]);
        }
    }
    Ok(Sheet {
        name: format!("bao-cao-cchc-{}", whole.report.id),
        title: super::acts::title(app, &whole.report)?,
        heads: heads.map(|key| vi.t(key)).into(),
        rows,
    })
}
