//! The parts of a dossier's page: overview, papers, way through the agency, opinions, history.

use super::deeds::Case;
use super::inbox::PATH;
use super::standing::{self, moment_cell, moment_text, role_name};
use super::{dossier_desk, dossier_flow};
use crate::one_stop::permissions::RECEIVE;
use crate::one_stop::rules::{ReasonOf, State};
use crate::one_stop::store::{self, Dossier, StepRow};
use contracts::dossiers::Person;
use kernel::{Day, Moment};
use platform::Ctx;
use platform::error::Result;
use platform::http::Query;
use platform::journal::{self, Entry};
use serde_json::Value as Json;
use ui::{Cell, Column, Markup, Row, Step, StepState, SummaryList, Tag, Tone};

/// A tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Tổng quan.
    Overview,
    /// Giấy tờ.
    Papers,
    /// Tiến trình.
    Process,
    /// Ý kiến.
    Opinions,
    /// Lịch sử.
    History,
}

impl Part {
    /// In the order of the tabs.
    pub const ALL: [Part; 5] = [Part::Overview, Part::Papers, Part::Process, Part::Opinions, Part::History];

    /// Word in the address.
    pub fn slug(self) -> &'static str {
        match self {
            Part::Overview => "tong-quan",
            Part::Papers => "giay-to",
            Part::Process => "tien-trinh",
            Part::Opinions => "y-kien",
            Part::History => "lich-su",
        }
    }

    /// The one asked for by `phan=`.
    pub fn of(query: &Query) -> Part {
        let asked = query.get("phan").unwrap_or_default();
        Part::ALL.into_iter().find(|p| p.slug() == asked).unwrap_or(Part::Overview)
    }
}

/// The part as markup.
pub async fn of(case: &Case, part: Part) -> Result<Vec<Markup>> {
    match part {
        Part::Overview => overview(case).await,
        Part::Papers => papers(case).await,
        Part::Process => process(case).await,
        Part::Opinions => super::dossier_opinions::of(case).await,
        Part::History => history(case).await,
    }
}

/// The account a dossier was filed with: whether anybody has compared the person with it, and where the clerk does that.
async fn account(ctx: &Ctx, dossier: &Dossier) -> Result<Cell> {
    let Some(id) = dossier.account_id else { return Ok(Cell::Empty) };
    let account = platform::identity::account(&ctx.app.store, id).await?;
    let (key, tone) = match account.verified_at {
        Some(_) => ("one-stop-account-verified", Tone::Good),
        None => ("one-stop-account-unverified", Tone::Warn),
    };
    let mut told = vec![Cell::text(account.name), Cell::Tag(Tag::new(ctx.t(key), tone))];
    // Papers are compared where dossiers are received; nobody else has that page.
    if ctx.may(RECEIVE, dossier.agency_id) {
        let tk = platform::reference::of(&ctx.app, platform::identity::REFERENCE, id).await?;
        told.push(Cell::link(format!("/nguoi-dan?tk={tk}"), ctx.t("one-stop-account-compare")));
    }
    Ok(Cell::Stack(told))
}

/// A table of the dossier's page.
///
/// `texts` are the keys of its caption and of what is said when it is empty.
pub fn table(ctx: &Ctx, id: &str, texts: (&str, &str), heads: &[&str], rows: Vec<Row>) -> ui::Table {
    let mut table = ui::Table::new(&ui::words(&ctx.locale), id, ctx.t(texts.0));
    table.columns = heads.iter().map(|h| Column::new(*h, ctx.t(&format!("one-stop-head-{h}")))).collect();
    table.rows = rows;
    table.empty = ui::Empty::new(ctx.t(texts.1), "");
    table
}

fn refused(dossier: &Dossier) -> bool {
    dossier.outcome.as_deref() == Some("refused")
}

/// What the paper that ends a dossier is called: a refusal is not the permit that was asked for.
pub fn answer_name(ctx: &Ctx, dossier: &Dossier, name: &str) -> String {
    if refused(dossier) { ctx.t("one-stop-result-refusal") } else { name.to_owned() }
}

/// The number of a result: of a granted one the way to its entry in the register.
fn in_register(dossier: &Dossier, number: &str) -> Cell {
    if refused(dossier) || number.is_empty() {
        return number.into();
    }
    Cell::link(format!("/so-ket-qua?q={}", ui::platform_url(number)), number)
}

async fn overview(case: &Case) -> Result<Vec<Markup>> {
    let (ctx, dossier) = (&case.ctx, &case.dossier);
    let words = ui::words(&ctx.locale);
    let mut parts = dossier_desk::told(case).await?;
    let results = store::results(&ctx.app.store, dossier.id).await?;
    for result in &results {
        let outcome =
            dossier.outcome.as_deref().map(|o| ctx.t(&format!("one-stop-outcome-{o}"))).unwrap_or_default();
        let mut list = SummaryList::new(&words)
            .titled(ctx.t("one-stop-result"))
            .row(ctx.t("one-stop-head-outcome"), outcome)
            .row(ctx.t("one-stop-result-name"), answer_name(ctx, dossier, &result.name))
            .row(ctx.t("one-stop-field-so"), in_register(dossier, &result.number))
            .row(ctx.t("one-stop-result-signer"), result.signer.clone())
            .row(ctx.t("one-stop-result-signed"), moment_cell(Some(result.signed_at)));
        if let Some(reason) = dossier.end_reason.clone().filter(|_| refused(dossier)) {
            list = list.row(ctx.t("one-stop-head-reason"), reason);
        }
        if let (Some(hash), Some(name)) = (&result.file_hash, &result.file_name) {
            list = list.row(ctx.t("one-stop-paper-tep"), file_link(dossier.id, hash, name));
        }
        if let Some(to) = &dossier.returned_to {
            list = list
                .row(ctx.t("one-stop-field-nguoi-nhan"), to.clone())
                .row(ctx.t("one-stop-head-returned"), moment_cell(dossier.returned_at));
        }
        parts.push(ui::markup(&list));
    }
    let mut facts = SummaryList::new(&words)
        .titled(ctx.t("one-stop-overview"))
        .row(ctx.t("one-stop-head-agency"), ctx.app.directory().name(dossier.agency_id).to_owned())
        .row(
            ctx.t("one-stop-field-doi-tuong"),
            ctx.t(&format!("one-stop-kind-{}", dossier.applicant_kind.replace('_', "-"))),
        )
        .row(ctx.t("one-stop-head-channel"), ctx.t(&format!("one-stop-channel-{}", dossier.channel)))
        .row(ctx.t("one-stop-account"), account(ctx, dossier).await?)
        .row(ctx.t("one-stop-head-filed"), moment_cell(Some(dossier.filed_at)))
        .row(ctx.t("one-stop-head-received"), moment_cell(dossier.received_at))
        .row(
            ctx.t("one-stop-head-register"),
            dossier.register_number.map(|n| n.to_string()).unwrap_or_default(),
        )
        .row(
            ctx.t("one-stop-field-tra-ket-qua"),
            ctx.t(&format!("one-stop-delivery-{}", dossier.result_delivery)),
        );
    let case_of_term = dossier.term_variant.as_deref().and_then(|key| case.version.body.variant(key));
    if let Some(variant) = case_of_term {
        facts = facts.row(ctx.t("one-stop-field-truong-hop"), variant.label.clone());
    }
    if dossier.corrected_at.is_some() {
        facts = facts.row(ctx.t("one-stop-corrected"), moment_cell(dossier.corrected_at));
    }
    if let Some(reason) = dossier
        .end_reason
        .as_ref()
        .filter(|_| matches!(case.facts.state, State::NotAccepted | State::Stopped))
    {
        facts = facts.row(ctx.t("one-stop-end-reason"), end_reason(ctx, reason));
    }
    parts.push(ui::markup(&facts));
    parts.push(ui::markup(&person(ctx, "one-stop-owner", &dossier.owner())));
    if let Some(proxy) = dossier.proxy()? {
        parts.push(ui::markup(&person(ctx, "one-stop-proxy", &proxy)));
    }
    parts.extend(dossier_desk::parcels(case).await?);
    parts.extend(dossier_desk::joint(case).await?);
    parts.extend(dossier_desk::demand(case).await?);
    parts.extend(dossier_desk::fees(case).await?);
    parts.extend(super::answers::of_case(case).await?);
    parts.extend(promises(case).await?);
    Ok(parts)
}

/// A counted reason in words: of a refusal, or of a supplement.
fn reason_code(ctx: &Ctx, code: &str) -> String {
    let profiles = ctx.app.profiles();
    let refusal = ReasonOf::Refusal.name(&profiles, &ctx.locale, code);
    // Without a name among the refusals it is a reason for papers; "other" reads alike.
    if refusal != code.replace('_', " ") {
        return refusal;
    }
    ReasonOf::Supplement.name(&profiles, &ctx.locale, code)
}

/// Reason of an end in words: "withdrawn", or "code: reason".
fn end_reason(ctx: &Ctx, reason: &str) -> String {
    match reason.split_once(": ") {
        _ if reason == "withdrawn" => ctx.t("one-stop-end-withdrawn"),
        Some((code, text)) if code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') => {
            let name = ReasonOf::Refusal.name(&ctx.app.profiles(), &ctx.locale, code);
            // A code of an older product has no name here; its text says enough.
            if name == code.replace('_', " ") { text.to_owned() } else { format!("{name}: {text}") }
        }
        _ => reason.to_owned(),
    }
}

fn person(ctx: &Ctx, title: &str, person: &Person) -> SummaryList {
    SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t(title))
        .row(ctx.t("one-stop-field-ho-ten"), person.name.clone())
        .row(ctx.t("one-stop-field-so-giay-to"), person.identity_number.clone())
        .row(ctx.t("one-stop-field-dia-chi"), person.address.clone())
        .row(ctx.t("one-stop-field-dien-thoai"), person.phone.clone())
        .row(ctx.t("one-stop-field-thu-dien-tu"), person.email.clone())
}

/// Supplements asked for, promises put off, apologies for what is late.
async fn promises(case: &Case) -> Result<Vec<Markup>> {
    let (ctx, words) = (&case.ctx, ui::words(&case.ctx.locale));
    let mut parts = Vec::new();
    for asked in store::supplements(&ctx.app.store, case.dossier.id).await? {
        let guide = [asked.guide_name, asked.guide_phone].join(" ");
        let by = asked.answer_by_on.and_then(|d| d.parse::<Day>().ok()).map(Day::vn).unwrap_or_default();
        let list = SummaryList::new(&words)
            .titled(ctx.t("one-stop-supplement"))
            .row(ctx.t("one-stop-field-loai-ly-do"), super::deeds::reason_name(ctx, &asked.reason_code))
            .row(ctx.t("one-stop-field-noi-dung"), asked.content)
            .row(ctx.t("one-stop-supplement-asked"), moment_cell(Some(asked.asked_at)))
            .row(ctx.t("one-stop-field-tra-loi-truoc"), by)
            .row(ctx.t("one-stop-field-nguoi-huong-dan"), guide.trim().to_owned())
            .row(ctx.t("one-stop-supplement-answered"), moment_cell(asked.answered_at));
        parts.push(ui::markup(&list));
    }
    for extended in store::extensions(&ctx.app.store, case.dossier.id).await? {
        let list = SummaryList::new(&words)
            .titled(ctx.t("one-stop-extension"))
            .row(ctx.t("one-stop-extension-letter"), extended.letter_number)
            .row(ctx.t("one-stop-extension-old"), moment_cell(Some(extended.old_due_at)))
            .row(ctx.t("one-stop-extension-new"), moment_cell(Some(extended.new_due_at)))
            .row(ctx.t("one-stop-field-ly-do"), extended.reason);
        parts.push(ui::markup(&list));
    }
    for letter in store::late_letters(&ctx.app.store, case.dossier.id).await? {
        let paper = format!("{PATH}/{}/in/04", case.dossier.id);
        let list = SummaryList::new(&words)
            .titled(ctx.t("one-stop-late-letter"))
            .row(ctx.t("one-stop-extension-letter"), letter.letter_number)
            .row(ctx.t("one-stop-late-letter-due"), moment_cell(Some(letter.due_at)))
            .row(ctx.t("one-stop-late-letter-sent"), moment_cell(Some(letter.sent_at)))
            .row(ctx.t("one-stop-field-ngay-du-kien"), ui::vn_day(&letter.expected_on))
            .row(ctx.t("one-stop-field-ly-do"), letter.reason)
            .row(ctx.t("one-stop-track-print"), Cell::link(paper, ctx.t("one-stop-late-letter-print")));
        parts.push(ui::markup(&list));
    }
    Ok(parts)
}

/// A file of a dossier, for its own staff.
pub fn file_link(id: i64, hash: &str, name: &str) -> Cell {
    Cell::link(format!("{PATH}/{id}/tep/{hash}"), name)
}

async fn papers(case: &Case) -> Result<Vec<Markup>> {
    let ctx = &case.ctx;
    let rows = store::papers(&ctx.app.store, case.dossier.id)
        .await?
        .into_iter()
        .map(|paper| {
            let tone = if paper.given == "missing" { Tone::Warn } else { Tone::Neutral };
            let file = match (&paper.file_hash, &paper.file_name) {
                (Some(hash), Some(name)) => file_link(case.dossier.id, hash, name),
                _ => Cell::Empty,
            };
            let given = Tag::new(ctx.t(&format!("one-stop-given-{}", paper.given)), tone);
            let remark = super::intake_shelf::remark(ctx, &paper);
            Row::new(vec![
                paper.name.into(),
                given.into(),
                Cell::number(paper.copies.to_string()),
                remark,
                file,
            ])
        })
        .collect();
    let texts = ("one-stop-papers", "one-stop-papers-none");
    let table = table(ctx, "giay-to", texts, &["paper", "given", "copies", "remark", "file"], rows);
    let print = super::printed::panel(ctx, &case.dossier)?;
    let print = Some(ui::markup(&print)).filter(|_| !print.links.is_empty());
    let slips = dossier_desk::slips(case).await?;
    Ok([ui::markup(&table)].into_iter().chain(print).chain(slips).collect())
}

async fn process(case: &Case) -> Result<Vec<Markup>> {
    let ctx = &case.ctx;
    let worked = store::steps(&ctx.app.store, case.dossier.id).await?;
    let judged = standing::judged_at(ctx, &case.dossier).await?;
    let way = match dossier_flow::picture(case).await? {
        Some(picture) => picture,
        None => ui::markup(&ui::Steps { words: ui::words(&ctx.locale), items: strip(case, &worked) }),
    };
    let rows = worked
        .iter()
        .map(|step| {
            let unit =
                if step.unit.is_empty() { role_name(&ctx.locale, &step.role) } else { step.unit.clone() };
            Row::new(vec![
                format!("{}. {}", step.number, step.name).into(),
                unit.into(),
                Cell::Stack(vec![moment_cell(Some(step.started_at)), Cell::muted(step.giver_name.clone())]),
                moment_cell(step.due_at),
                match step.ended_at {
                    None => Cell::Empty,
                    ended => Cell::Stack(vec![
                        moment_cell(ended),
                        Cell::muted(step.actor_name.clone().unwrap_or_default()),
                    ]),
                },
                step_tag(ctx, step, judged).map_or(Cell::Empty, Cell::from),
                remark(ctx, step),
            ])
        })
        .collect();
    let heads = ["step", "unit", "handed", "step-due", "ended", "against", "remark"];
    Ok(vec![
        way,
        ui::markup(&table(ctx, "tien-trinh", ("one-stop-steps", "one-stop-steps-none"), &heads, rows)),
    ])
}

/// What was noted of a step; a way back, and a step taken back with it, are told as such.
fn remark(ctx: &Ctx, step: &StepRow) -> Cell {
    let note = step.note.clone().unwrap_or_default().into();
    let key = match (step.sent_back, step.taken_back) {
        (true, _) => "one-stop-step-sent-back",
        (_, true) => "one-stop-step-taken-back",
        _ => return note,
    };
    Cell::Stack(vec![Tag::new(ctx.t(key), Tone::Warn).into(), note])
}

/// A step against its own deadline; while the clock stands, as it stood when it was stopped. One taken back has none to keep.
fn step_tag(ctx: &Ctx, step: &StepRow, judged: Moment) -> Option<Tag> {
    let due = step.due_at.filter(|_| !step.taken_back)?;
    let whole = |micros: i64| Moment::from_micros(micros).whole_minute().micros();
    let (key, tone) = match step.ended_at {
        Some(ended) if whole(ended) > due => ("step-was-late", Tone::Bad),
        Some(_) => ("step-in-time", Tone::Good),
        None if whole(judged.micros()) > due => ("step-late", Tone::Warn),
        None => ("step-running", Tone::Info),
    };
    Some(Tag::new(ctx.t(&format!("one-stop-{key}")), tone))
}

/// The whole way, worked steps by their end, the others to come.
fn strip(case: &Case, worked: &[StepRow]) -> Vec<Step> {
    let process = &case.version.body.process;
    let closed = !case.facts.state.is_open();
    (1..=case.facts.last_step)
        .map(|number| {
            let done = worked.iter().rfind(|s| s.number == number);
            let planned =
                usize::try_from(number - 1).ok().and_then(|i| process.get(i)).map(|s| s.name.clone());
            let label = done.map(|s| s.name.clone()).or(planned).unwrap_or_else(|| number.to_string());
            let state = match done {
                // What comes after the present step was sent back and is to be done again.
                Some(step) if step.ended_at.is_some() && (closed || number < case.facts.step) => {
                    StepState::Done
                }
                Some(step) if step.ended_at.is_some() => StepState::Todo,
                Some(_) if !closed => StepState::Current,
                _ => StepState::Todo,
            };
            Step { label, text: done.map(|s| moment_text(s.ended_at)).unwrap_or_default(), state }
        })
        .collect()
}

async fn history(case: &Case) -> Result<Vec<Markup>> {
    let mut entries = journal::history(&case.ctx.app.store, "dossier", case.dossier.id).await?;
    for entry in &mut entries {
        in_words(&case.ctx, entry);
    }
    Ok(vec![ui::markup(&ui::history(&case.ctx, &entries))])
}

/// The journal keeps codes and numbers; its reader sees words.
fn in_words(ctx: &Ctx, entry: &mut Entry) {
    for side in [&mut entry.0.before, &mut entry.0.after] {
        let Ok(Json::Object(mut map)) = serde_json::from_str::<Json>(side) else { continue };
        // The assignee's name stands beside the number of the account.
        map.remove("assignee");
        for (field, value) in &mut map {
            let shown = match (field.as_str(), &*value) {
                ("state", Json::Number(n)) => n.as_i64().and_then(State::from_number).map(|s| ctx.t(s.key())),
                ("due_at" | "step_due_at", Json::Number(n)) => {
                    n.as_i64().map(|at| Moment::from_micros(at).vn())
                }
                ("outcome", Json::String(word)) => Some(ctx.t(&format!("one-stop-outcome-{word}"))),
                ("result_delivery", Json::String(word)) => Some(ctx.t(&format!("one-stop-delivery-{word}"))),
                ("channel", Json::String(word)) => Some(ctx.t(&format!("one-stop-channel-{word}"))),
                ("end_reason", Json::String(text)) => Some(end_reason(ctx, text)),
                ("reason_code", Json::String(code)) => Some(reason_code(ctx, code)),
                ("due_on" | "apology_by" | "apology_new_day" | "apology_expected_on", Json::String(day)) => {
                    day.parse::<Day>().ok().map(Day::vn)
                }
                ("late", Json::Bool(late)) => Some(ctx.t(if *late { "one-stop-yes" } else { "one-stop-no" })),
                _ => None,
            };
            if let Some(shown) = shown {
                *value = Json::String(shown);
            }
        }
        *side = Json::Object(map).to_string();
    }
}
