//! The parts of a sheet (Decree 63/2010 art. 8): facts at a glance, then each part under its heading.

use super::super::rules::words::{fee_words, name, named, term_words};
use super::sheet::Section;
use super::{day, level_tag};
use contracts::procedures::{Component, Fee, Procedure};
use platform::Ctx;
use ui::{Cell, Column, Empty, Row, SummaryList, Table, Tag, Tone};

/// What the procedure gives, in one sentence.
pub(super) fn lead(ctx: &Ctx, body: &Procedure) -> String {
    match &body.result {
        Some(result) => ctx.tn("catalogue-sheet-lead", &[("result", result.name.clone())]),
        None => String::new(),
    }
}

/// Cost, time, place: what one asks first.
pub(super) fn facts(ctx: &Ctx, body: &Procedure) -> SummaryList {
    let locale = &ctx.locale;
    let unsure = |part: &str, text: String| -> Cell {
        if text.is_empty() || !body.unconfirmed.iter().any(|p| p == part) {
            return text.into();
        }
        Cell::Stack(vec![Cell::Text(text), Cell::Tag(unconfirmed(ctx))])
    };
    let term = body.term.as_ref().map(|t| term_words(locale, t)).unwrap_or_default();
    let note = body.term_note.clone().unwrap_or_default();
    let term =
        if note.is_empty() || term.is_empty() { format!("{term}{note}") } else { format!("{term}. {note}") };
    let fees: Vec<String> =
        body.fees.iter().map(|f| format!("{}: {}", f.name, fee_words(locale, f))).collect();
    let fees = if fees.is_empty() { ctx.t("catalogue-fee-none") } else { fees.join("; ") };
    let agency = body.agency.as_ref();
    let who = |text: Option<&String>| text.cloned().unwrap_or_default();
    let result = body.result.as_ref().map(|r| match &r.valid {
        Some(valid) => format!("{} ({valid})", r.name),
        None => r.name.clone(),
    });
    let mut list = SummaryList::new(&ui::words(locale))
        .row(ctx.t("catalogue-fact-term"), unsure("term", term))
        .row(ctx.t("catalogue-fact-fee"), unsure("fees", fees))
        .row(ctx.t("catalogue-fact-result"), unsure("result", result.unwrap_or_default()))
        .row(ctx.t("catalogue-fact-channels"), named(locale, "channel", &body.channels))
        .row(ctx.t("catalogue-fact-audience"), named(locale, "audience", &body.audience))
        .row(ctx.t("catalogue-fact-decides"), unsure("agency", who(agency.map(|a| &a.decides))))
        .row(ctx.t("catalogue-fact-carries-out"), who(agency.and_then(|a| a.carries_out.as_ref())));
    // Only what the procedure's own text says is shown.
    if body.proxy != ProxyRule::Allowed {
        list = list.row(ctx.t("catalogue-fact-proxy"), name(locale, "proxy", body.proxy.code()));
    }
    if let Some(cooperates) = agency.and_then(|a| a.cooperates.clone()) {
        list = list.row(ctx.t("catalogue-fact-cooperates"), cooperates);
    }
    let mut codes = vec![body.code.clone()];
    codes.extend(body.national_code.clone());
    codes.extend(body.legacy_code.clone());
    list.row(
        ctx.t("catalogue-fact-field"),
        format!("{} · {}", body.field.name, name(locale, "level", body.level.code())),
    )
    .row(ctx.t("catalogue-fact-service"), Cell::Tag(level_tag(ctx, body.service_level())))
    .row(ctx.t("catalogue-fact-codes"), codes.join(" · "))
    .row(ctx.t("catalogue-fact-from"), day(&body.valid_from.to_string()))
}

/// The other parts, those without content left out unless the law demands them.
pub(super) fn sections(ctx: &Ctx, body: &Procedure) -> Vec<Section> {
    let mut all = vec![papers(ctx, body)];
    all.push(section(ctx, body, "trinh-tu", "steps", |s| {
        s.steps = body.steps.iter().map(|step| (step.actor.clone(), step.action.clone())).collect();
    }));
    all.push(section(ctx, body, "yeu-cau", "requirements", |s| s.list = body.requirements.clone()));
    all.push(section(ctx, body, "phi", "fees", |s| s.table = fees(ctx, &body.fees)));
    all.push(section(ctx, body, "bieu-mau", "forms", |s| {
        s.list = body
            .forms
            .iter()
            .map(|f| {
                let source: Vec<String> =
                    [f.reference.clone(), f.legal.clone()].into_iter().flatten().collect();
                if source.is_empty() { f.name.clone() } else { format!("{} ({})", f.name, source.join(", ")) }
            })
            .collect();
    }));
    all.push(section(ctx, body, "can-cu", "legal_basis", |s| {
        let line = |basis: &kernel::LegalBasis| {
            if basis.title.is_empty() { basis.to_string() } else { format!("{basis}: {}", basis.title) }
        };
        s.list = body.legal_basis.iter().map(line).collect();
    }));
    all.push(section(ctx, body, "quy-trinh", "process", |s| s.table = process(ctx, body)));
    all.push(section(ctx, body, "nguon", "sources", |s| {
        s.list = body.sources.iter().filter_map(|t| source(t)).collect()
    }));
    all.retain(|s| {
        let empty = s.steps.is_empty() && s.list.is_empty() && s.table.is_none() && s.texts.is_empty();
        !empty || s.tag.is_some()
    });
    all
}

/// A source as the public may look it up: of our own working papers only what they cite, in brackets.
fn source(text: &str) -> Option<String> {
    if !text.starts_with("shared/") {
        return Some(text.to_owned());
    }
    let (_, cited) = text.split_once('(')?;
    cited.rsplit_once(')').map(|(inside, _)| inside.to_owned())
}

fn section(
    ctx: &Ctx,
    body: &Procedure,
    id: &'static str,
    part: &str,
    fill: impl FnOnce(&mut Section),
) -> Section {
    let mut section = Section { id, title: name(&ctx.locale, "part", part), ..Section::default() };
    let missing = body.missing_parts().contains(&part);
    section.tag = if missing {
        Some(Tag::new(ctx.t("catalogue-missing"), Tone::Warn))
    } else if body.unconfirmed.iter().any(|p| p == part) {
        Some(unconfirmed(ctx))
    } else {
        None
    };
    fill(&mut section);
    section
}

fn papers(ctx: &Ctx, body: &Procedure) -> Section {
    section(ctx, body, "giay-to", "components", |s| {
        if let Some(sets) = body.sets {
            s.texts.push(ctx.tn("catalogue-sets", &[("sets", sets.to_string())]));
        }
        if body.components.is_empty() {
            return;
        }
        let rows = body.components.iter().map(|c| {
            vec![
                paper_name(c),
                name(&ctx.locale, "kind", &c.kind).into(),
                Cell::number(c.copies.to_string()),
                paper_need(ctx, c).into(),
                ctx.t(if c.online { "catalogue-paper-online" } else { "catalogue-paper-bring" }).into(),
            ]
        });
        let heads = [
            "catalogue-head-paper",
            "catalogue-head-kind",
            "catalogue-head-copies",
            "catalogue-head-need",
            "catalogue-head-online",
        ];
        s.table = Some(table(ctx, "bang-giay-to", "catalogue-part-components", &heads, rows.collect()));
    })
}

fn paper_name(component: &Component) -> Cell {
    match &component.note {
        Some(note) => Cell::Stack(vec![Cell::text(component.name.clone()), Cell::muted(note.clone())]),
        None => Cell::text(component.name.clone()),
    }
}

fn paper_need(ctx: &Ctx, component: &Component) -> String {
    match &component.required_when {
        Some(when) => ctx.tn("catalogue-paper-when", &[("when", when.clone())]),
        None => ctx.t(if component.required { "catalogue-paper-always" } else { "catalogue-paper-optional" }),
    }
}

fn fees(ctx: &Ctx, fees: &[Fee]) -> Option<Table> {
    if fees.is_empty() {
        return None;
    }
    let rows = fees.iter().map(|fee| {
        let amount = Cell::number(fee_words(&ctx.locale, fee));
        let amount =
            if fee.confirmed { amount } else { Cell::Stack(vec![amount, Cell::Tag(unconfirmed(ctx))]) };
        vec![fee.name.clone().into(), amount, fee.note.clone().unwrap_or_default().into()]
    });
    let heads = ["catalogue-head-fee", "catalogue-head-amount", "catalogue-head-note"];
    Some(table(ctx, "bang-phi", "catalogue-part-fees", &heads, rows.collect()))
}

fn process(ctx: &Ctx, body: &Procedure) -> Option<Table> {
    if body.process.is_empty() {
        return None;
    }
    let rows = body.process.iter().map(|step| {
        let time = step.time.filter(|t| t.number() > 0).map(|t| {
            if ctx.locale.lang() == platform::messages::Lang::En { t.label_en() } else { t.label_vi() }
        });
        let unit = step.unit.clone().unwrap_or_else(|| name(&ctx.locale, "role", step.role.code()));
        vec![step.name.clone().into(), unit.into(), time.unwrap_or_default().into()]
    });
    let heads = ["catalogue-head-step", "catalogue-head-unit", "catalogue-head-time"];
    Some(table(ctx, "bang-quy-trinh", "catalogue-part-process", &heads, rows.collect()))
}

/// The mark of what no source confirmed.
pub(super) fn unconfirmed(ctx: &Ctx) -> Tag {
    Tag::new(ctx.t("catalogue-unconfirmed"), Tone::Warn)
}

/// A plain table of the sheet.
pub(super) fn table(ctx: &Ctx, id: &str, caption: &str, heads: &[&str], rows: Vec<Vec<Cell>>) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), id, ctx.t(caption));
    table.caption_hidden = true;
    table.columns = heads.iter().map(|head| Column::new("", ctx.t(head))).collect();
    table.rows = rows.into_iter().map(Row::new).collect();
    table.empty = Empty::new(ctx.t("catalogue-nothing"), "");
    table
}
