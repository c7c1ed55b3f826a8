//! The parts of a sheet (Decree 63/2010 art. 8): facts at a glance, then each part under its heading.

use super::super::judge::Judged;
use super::super::rules::uses::Summary;
use super::super::rules::words::{fee_words, name, named};
use super::super::store::{FormFile, Group};
use super::sheet::Section;
use super::{day, parts, service_tag};
use contracts::procedure_cases::Silence;
use contracts::procedures::{Component, Fee, Procedure, ProxyRule, StepPause};
use platform::Ctx;
use ui::{Cell, Column, Empty, Link, Row, SummaryList, Table, Tag, Tone};

/// What stands behind a sheet besides the version itself.
pub(super) struct Behind {
    /// What was judged of the version by the rules of its day.
    pub judged: Judged,
    /// Form files on the server.
    pub files: Vec<FormFile>,
    /// Joint procedures it is part of.
    pub groups: Vec<Group>,
    /// How long it really takes, where there are enough dossiers to tell.
    pub told: Option<Summary>,
}

/// What the procedure gives, in one sentence.
pub(super) fn lead(ctx: &Ctx, body: &Procedure) -> String {
    match &body.result {
        Some(result) => ctx.tn("catalogue-sheet-lead", &[("result", result.name.clone())]),
        None => String::new(),
    }
}

/// Cost, time, place: what one asks first.
pub(super) fn facts(ctx: &Ctx, body: &Procedure, behind: &Behind) -> SummaryList {
    let locale = &ctx.locale;
    let unsure = |part: &str, text: String| -> Cell {
        if text.is_empty() || !body.is_unconfirmed(part) {
            return text.into();
        }
        Cell::Stack(vec![Cell::Text(text), Cell::Tag(unconfirmed(ctx))])
    };
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
        .row(ctx.t("catalogue-fact-term"), unsure("term", body.term_words(locale)))
        .row(ctx.t("catalogue-fact-fee"), unsure("fees", fees))
        .row(ctx.t("catalogue-fact-result"), unsure("result", result.unwrap_or_default()))
        .row(ctx.t("catalogue-fact-channels"), named(locale, "channel", &body.channels))
        .row(ctx.t("catalogue-fact-audience"), named(locale, "audience", &body.audience))
        .row(ctx.t("catalogue-fact-decides"), unsure("agency", who(agency.map(|a| &a.decides))))
        .row(ctx.t("catalogue-fact-carries-out"), who(agency.and_then(|a| a.carries_out.as_ref())));
    let pauses: Vec<String> = body
        .process
        .iter()
        .filter_map(|step| Some(not_counted(ctx, step.pauses.as_ref()?, &step.name)))
        .collect();
    if !pauses.is_empty() {
        list = list.row(ctx.t("catalogue-fact-not-counted"), pauses.join("; "));
    }
    if let Some(told) = &behind.told {
        list = list.row(ctx.t("catalogue-fact-real"), real(ctx, told));
    }
    if let Some(silence) = &body.silence {
        list = list.row(ctx.t("catalogue-part-silence"), silent(ctx, silence));
    }
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
    .row(ctx.t("catalogue-fact-service"), service(ctx, body, &behind.judged))
    .row(ctx.t("catalogue-fact-codes"), codes.join(" · "))
    .row(ctx.t("catalogue-fact-from"), day(&body.valid_from.to_string()))
}

/// Median and ninth tenth of the last twelve months.
fn real(ctx: &Ctx, told: &Summary) -> String {
    let days = |value: f64| ctx.locale.digits().decimal(value);
    ctx.tn(
        "catalogue-real-time",
        &[
            ("median", days(told.median)),
            ("tenth", days(told.ninth_tenth)),
            ("count", ctx.locale.integer(told.dossiers)),
        ],
    )
}

/// What the agency's silence means, with its text and remark.
fn silent(ctx: &Ctx, silence: &Silence) -> String {
    let means = name(&ctx.locale, "silence", &silence.means);
    let basis = silence.basis.as_ref().map(|b| format!("({b})"));
    let all = [Some(means), basis, silence.note.clone()];
    all.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A step whose time is not within the term, with the text where one is named.
fn not_counted(ctx: &Ctx, pause: &StepPause, step: &str) -> String {
    let Some(basis) = &pause.basis else {
        return ctx.tn("catalogue-not-counted", &[("step", step.to_owned())]);
    };
    let args = [("step", step.to_owned()), ("basis", basis.to_string())];
    let key = if pause.confirmed { "catalogue-not-counted-by" } else { "catalogue-not-counted-unconfirmed" };
    ctx.tn(key, &args)
}

/// The level served, and why it is not the level declared or the least that the rules ask for.
fn service(ctx: &Ctx, body: &Procedure, judged: &Judged) -> Cell {
    let mut cells = vec![Cell::Tag(service_tag(ctx, judged.level, judged.whole_way))];
    let declared = body.online.as_ref().map_or(0, |o| o.level);
    if declared > 3 && judged.level == 3 {
        cells.push(Cell::muted(ctx.t("catalogue-why-no-payment")));
    } else if judged.level < declared.min(3) {
        cells.push(Cell::muted(ctx.tn("catalogue-why-below", &[("level", declared.to_string())])));
    }
    let least: i64 = ctx.app.profiles().get_or("online.minimum_level", ctx.today(), 0).unwrap_or(0);
    if body.has_forms() && judged.level < least {
        cells.push(Cell::muted(ctx.tn("catalogue-why-least", &[("level", least.to_string())])));
    }
    Cell::Stack(cells)
}

/// What a sheet says of its own completeness, if it lacks something.
pub(super) fn gaps(ctx: &Ctx, behind: &Behind) -> Option<String> {
    let missing = behind.judged.missing.join(" ");
    (!missing.is_empty()).then(|| ctx.tn("catalogue-sheet-gaps", &[("parts", parts(ctx, &missing))]))
}

/// The other parts, those without content left out unless the law demands them.
pub(super) fn sections(ctx: &Ctx, body: &Procedure, behind: &Behind) -> Vec<Section> {
    let section = |id, part: &str, fill: &dyn Fn(&mut Section)| section(ctx, body, behind, id, part, fill);
    let mut all = vec![section("giay-to", "components", &|s| papers(ctx, body, s))];
    all.push(section("trinh-tu", "steps", &|s| {
        s.steps = body.steps.iter().map(|step| (step.actor.clone(), step.action.clone())).collect();
    }));
    all.push(section("yeu-cau", "requirements", &|s| s.list = body.requirements.clone()));
    all.push(section("truong-hop", "cases", &|s| s.table = cases(ctx, body)));
    all.push(Section {
        id: "lien-thong",
        title: ctx.t("catalogue-groups-title"),
        links: behind
            .groups
            .iter()
            .map(|g| (Link::new(format!("/thu-tuc/lien-thong/{}", g.id), g.name.clone()), g.lead.clone()))
            .collect(),
        ..Section::default()
    });
    all.push(section("phi", "fees", &|s| s.table = fees(ctx, &body.fees)));
    all.push(section("bieu-mau", "forms", &|s| forms(ctx, body, behind, s)));
    all.push(section("can-cu", "legal_basis", &|s| {
        let line = |basis: &kernel::LegalBasis| {
            if basis.title.is_empty() { basis.to_string() } else { format!("{basis}: {}", basis.title) }
        };
        s.list = body.legal_basis.iter().map(line).collect();
    }));
    all.push(section("quy-trinh", "process", &|s| s.table = process(ctx, body)));
    all.push(section("nguon", "sources", &|s| {
        s.list = body.sources.iter().filter_map(|t| source(t)).collect()
    }));
    all.retain(|s| {
        let empty = s.steps.is_empty()
            && s.list.is_empty()
            && s.links.is_empty()
            && s.table.is_none()
            && s.texts.is_empty();
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
    behind: &Behind,
    id: &'static str,
    part: &str,
    fill: &dyn Fn(&mut Section),
) -> Section {
    let mut section = Section { id, title: name(&ctx.locale, "part", part), ..Section::default() };
    section.tag = if behind.judged.missing.iter().any(|p| p == part) {
        Some(Tag::new(ctx.t("catalogue-missing"), Tone::Warn))
    } else if body.is_unconfirmed(part) {
        Some(unconfirmed(ctx))
    } else {
        None
    };
    fill(&mut section);
    section
}

/// The forms with what can be downloaded: the office's own file, and the blank made from the electronic form.
fn forms(ctx: &Ctx, body: &Procedure, behind: &Behind, s: &mut Section) {
    if body.form.is_some() {
        let href = format!("/thu-tuc/{}/mau-don", body.code);
        s.links.push((Link::new(href, ctx.t("catalogue-form-blank")), ctx.t("catalogue-form-blank-note")));
    }
    for form in &body.forms {
        let source: Vec<String> =
            [form.reference.clone(), form.legal.clone()].into_iter().flatten().collect();
        let label = if source.is_empty() {
            form.name.clone()
        } else {
            format!("{} ({})", form.name, source.join(", "))
        };
        match behind.files.iter().find(|f| f.form_name == form.name) {
            Some(file) => {
                let href = format!("/thu-tuc/{}/bieu-mau/{}", body.code, file.id);
                let note = ctx.tn(
                    "catalogue-form-file",
                    &[("file", file.file_name.clone()), ("size", ui::file_size(file.size))],
                );
                s.links.push((Link::new(href, label), note));
            }
            None if body.form.is_some() => s.list.push(label),
            None => s.list.push(ctx.tn("catalogue-form-none", &[("form", label)])),
        }
    }
}

fn papers(ctx: &Ctx, body: &Procedure, s: &mut Section) {
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

/// What differs for an audience, a level, some agencies.
fn cases(ctx: &Ctx, body: &Procedure) -> Option<Table> {
    if body.cases.is_empty() {
        return None;
    }
    let rows = body.cases.iter().map(|case| {
        let level = case.level.as_deref().map(|l| name(&ctx.locale, "level", l));
        let audience = named(&ctx.locale, "audience", &case.audience);
        let whom: Vec<String> = [Some(audience).filter(|a| !a.is_empty()), level, case.agencies.clone()]
            .into_iter()
            .flatten()
            .collect();
        vec![case.label.clone().into(), whom.join("; ").into(), case.says.clone().into()]
    });
    let heads = ["catalogue-col-label", "catalogue-case-whom", "catalogue-col-says"];
    Some(table(ctx, "bang-truong-hop", "catalogue-part-cases", &heads, rows.collect()))
}

fn process(ctx: &Ctx, body: &Procedure) -> Option<Table> {
    if body.process.is_empty() {
        return None;
    }
    let told = body.process.iter().any(|step| step.output.is_some());
    let rows = body.process.iter().map(|step| {
        let time = step.time.filter(|t| t.number() > 0).map(|t| {
            if ctx.locale.lang() == platform::messages::Lang::En { t.label_en() } else { t.label_vi() }
        });
        let unit = step.unit.clone().unwrap_or_else(|| name(&ctx.locale, "role", step.role.code()));
        let time = match step.pauses {
            Some(_) => ctx.t("catalogue-time-not-counted"),
            None => time.unwrap_or_default(),
        };
        let name: Cell = match step.needs.is_empty() {
            true => step.name.clone().into(),
            false => {
                Cell::Stack(vec![step.name.clone().into(), Cell::muted(ctx.t("catalogue-step-needs-paid"))])
            }
        };
        let mut cells = vec![name, unit.into(), time.into()];
        if told {
            cells.push(step.output.clone().unwrap_or_default().into());
        }
        cells
    });
    let mut heads = vec!["catalogue-head-step", "catalogue-head-unit", "catalogue-head-time"];
    if told {
        heads.push("catalogue-col-output");
    }
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
