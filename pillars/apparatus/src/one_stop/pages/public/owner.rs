//! The applicant's part of the page: what was asked of them, their papers, the result, and the forms of their acts.

use super::follow::Tried;
use crate::one_stop::acts;
use crate::one_stop::pages::answers::answered;
use crate::one_stop::pages::dossier_parts::answer_name;
use crate::one_stop::rules::{Act, DeadlineRules, State};
use crate::one_stop::store::{self, Dossier, Paper, StepRow};
use contracts::dossiers::Person;
use contracts::procedures::Procedure;
use kernel::{Day, Moment};
use platform::Ctx;
use platform::error::Result;
use serde_json::Value as Json;
use ui::{Cell, Choice, Field, Form, Markup, Step, StepState, Steps, SummaryList};

/// What only the applicant sees.
pub struct OwnerPart {
    /// Requests for papers, newest first.
    pub asked: Vec<Markup>,
    /// Heading of the form for papers.
    pub hand_in_title: String,
    /// What to know before using it.
    pub hand_in_lead: String,
    /// The form for papers, while they are awaited.
    pub hand_in: Option<Form>,
    /// The result.
    pub result: Option<SummaryList>,
    /// Heading of the steps.
    pub steps_title: String,
    /// The way through the agency.
    pub steps: Steps,
    /// Papers, persons, answers.
    pub facts: Vec<Markup>,
    /// Heading of who looked, what it tells, and the days.
    pub seen: (String, String, Vec<Markup>),
    /// Heading of the withdrawal.
    pub withdraw_title: String,
    /// What it means.
    pub withdraw_lead: String,
    /// Whether its form was just refused.
    pub withdraw_open: bool,
    /// The form of withdrawal, while it is lawful.
    pub withdraw: Option<Form>,
    /// Heading of taking the withdrawal back.
    pub keep_on_title: String,
    /// Until when, and where else.
    pub keep_on_lead: String,
    /// Its form, while the desk has not confirmed the withdrawal.
    pub keep_on: Option<Form>,
}

/// A paper the procedure does not name.
const OTHER: &str = "khac";

/// The part, from the dossier's details.
pub async fn part(ctx: &Ctx, dossier: &Dossier, tried: &Tried) -> Result<OwnerPart> {
    let state = dossier.state()?;
    let db = &ctx.app.store;
    let papers = store::papers(db, dossier.id).await?;
    let mut asked = Vec::new();
    for request in store::supplements(db, dossier.id).await?.into_iter().rev() {
        asked.push(ui::markup(&supplement(ctx, request)));
    }
    let version = acts::procedure_of(&ctx.app, dossier).await?;
    let mut facts = vec![ui::markup(&paper_table(ctx, dossier, &version.body, &papers))];
    facts.push(ui::markup(&person(ctx, "one-stop-track-owner", &dossier.owner())));
    if let Some(proxy) = dossier.proxy()? {
        facts.push(ui::markup(&person(ctx, "one-stop-track-proxy", &proxy)));
    }
    facts.extend(answers(ctx, dossier, &version.body, &papers)?);
    let day = dossier.received().unwrap_or(Moment::from_micros(dossier.filed_at)).day();
    let rules = DeadlineRules::on(&ctx.app.profiles(), day)?;
    let lawful =
        state.next(Act::AskWithdrawal).is_some() && rules.may_withdraw(dossier.received_at.is_some());
    let agency = ctx.app.directory().name(dossier.agency_id).to_owned();
    Ok(OwnerPart {
        asked,
        hand_in_title: ctx.t("one-stop-track-hand-in-title"),
        hand_in_lead: ctx.t("one-stop-track-hand-in-lead"),
        hand_in: (state == State::AwaitingSupplement)
            .then(|| hand_in_form(ctx, dossier, &papers, tried))
            .transpose()?,
        result: result(ctx, dossier).await?,
        steps_title: ctx.t("one-stop-track-steps"),
        steps: steps(ctx, &store::steps(db, dossier.id).await?),
        facts,
        seen: seen(ctx, dossier).await?,
        withdraw_title: ctx.t("one-stop-track-withdraw-title"),
        withdraw_lead: ctx.t("one-stop-track-withdraw-lead"),
        withdraw_open: tried.act == "rut",
        withdraw: lawful.then(|| withdraw_form(ctx, dossier, tried)),
        keep_on_title: ctx.t("one-stop-track-keep-on-title"),
        keep_on_lead: ctx.tn("one-stop-track-keep-on-lead", &[("agency", agency)]),
        keep_on: (state == State::WithdrawalAsked).then(|| keep_on_form(ctx, dossier)),
    })
}

/// Who of the staff looked: heading, lead and days.
async fn seen(ctx: &Ctx, dossier: &Dossier) -> Result<(String, String, Vec<Markup>)> {
    let days = crate::one_stop::pages::seen::told(ctx, dossier).await?;
    let lead = if days.is_empty() { "one-stop-track-seen-none" } else { "one-stop-track-seen-lead" };
    Ok((ctx.t("one-stop-track-seen"), ctx.t(lead), days))
}

fn supplement(ctx: &Ctx, asked: store::Supplement) -> SummaryList {
    let until = asked.answer_by_on.and_then(|d| d.parse::<Day>().ok()).map(Day::vn).unwrap_or_default();
    let guide = [asked.guide_name, asked.guide_phone].join(" ");
    let at = |micros: i64| Moment::from_micros(micros).vn();
    SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.tn("one-stop-track-asked", &[("at", at(asked.asked_at))]))
        .row(ctx.t("one-stop-track-asked-what"), asked.content)
        .row(ctx.t("one-stop-track-asked-until"), until)
        .row(ctx.t("one-stop-track-asked-guide"), guide.trim().to_owned())
        .row(ctx.t("one-stop-track-asked-answered"), asked.answered_at.map(at).unwrap_or_default())
}

fn file_cell(dossier: &Dossier, hash: &Option<String>, name: &Option<String>) -> Cell {
    match (hash, name) {
        (Some(hash), Some(name)) => {
            Cell::link(format!("/theo-doi/{}/tep/{hash}", dossier.tracking_key), name.clone())
        }
        _ => Cell::Empty,
    }
}

fn paper_table(ctx: &Ctx, dossier: &Dossier, body: &Procedure, papers: &[Paper]) -> ui::Table {
    let only_shown = |paper: &Paper| {
        paper.given == "missing"
            && body.components.iter().any(|c| c.key == paper.component && c.kind == "shown")
    };
    let mut table = ui::Table::new(&ui::words(&ctx.locale), "giay-to", ctx.t("one-stop-track-papers"));
    table.columns = ["name", "given", "copies", "file"]
        .iter()
        .map(|head| match *head {
            "copies" => ui::Column::numeric(*head, ctx.t("one-stop-track-paper-copies")),
            _ => ui::Column::new(*head, ctx.t(&format!("one-stop-track-paper-{head}"))),
        })
        .collect();
    table.rows = papers
        .iter()
        .map(|paper| {
            let given = if only_shown(paper) {
                ctx.t("one-stop-track-shown")
            } else {
                ctx.t(&format!("one-stop-given-{}", paper.given))
            };
            let file = file_cell(dossier, &paper.file_hash, &paper.file_name);
            ui::Row::new(vec![
                paper.name.clone().into(),
                given.into(),
                Cell::Number(paper.copies.to_string()),
                file,
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("one-stop-track-papers-none"), "");
    table
}

fn person(ctx: &Ctx, title: &str, person: &Person) -> SummaryList {
    SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t(title))
        .row(ctx.t("one-stop-track-person-name"), person.name.clone())
        .row(ctx.t("one-stop-track-person-identity"), person.identity_number.clone())
        .row(ctx.t("one-stop-track-person-address"), person.address.clone())
        .row(ctx.t("one-stop-track-person-phone"), person.phone.clone())
        .row(ctx.t("one-stop-track-person-email"), person.email.clone())
}

/// What was answered in the electronic form, by the form of the dossier's own procedure version.
fn answers(ctx: &Ctx, dossier: &Dossier, body: &Procedure, papers: &[Paper]) -> Result<Option<Markup>> {
    let data: Json = serde_json::from_str(&dossier.form)?;
    if data.as_object().is_none_or(serde_json::Map::is_empty) {
        return Ok(None);
    }
    let Some(form) = body.form.as_ref().and_then(|schema| eforms::Form::of(schema).ok()) else {
        return Ok(None);
    };
    let mut list = SummaryList::new(&ui::words(&ctx.locale)).titled(ctx.t("one-stop-track-form"));
    let link = |hash: &str, name: &str| file_cell(dossier, &Some(hash.to_owned()), &Some(name.to_owned()));
    for (question, answer) in answered(&form, &data, papers, &link) {
        list = list.row(question, answer);
    }
    Ok(Some(ui::markup(&list)))
}

async fn result(ctx: &Ctx, dossier: &Dossier) -> Result<Option<SummaryList>> {
    let Some(row) = store::results(&ctx.app.store, dossier.id).await?.pop() else { return Ok(None) };
    let refused = dossier.outcome.as_deref() == Some("refused");
    let outcome = ctx.t(if refused { "one-stop-track-refused" } else { "one-stop-track-granted" });
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t("one-stop-track-result"))
        .row(ctx.t("one-stop-track-result-outcome"), outcome)
        .row(ctx.t("one-stop-track-result-name"), answer_name(ctx, dossier, &row.name))
        .row(ctx.t("one-stop-track-result-number"), row.number)
        .row(ctx.t("one-stop-track-result-signed"), Moment::from_micros(row.signed_at).vn());
    if let Some(reason) = dossier.end_reason.clone().filter(|_| refused) {
        list = list.row(ctx.t("one-stop-track-result-reason"), reason);
        let href = format!("/theo-doi/{}/in/03", dossier.tracking_key);
        list = list
            .row(ctx.t("one-stop-track-result-letter"), Cell::link(href, ctx.t("one-stop-track-paper-03")));
    }
    if row.file_hash.is_some() {
        list =
            list.row(ctx.t("one-stop-track-paper-file"), file_cell(dossier, &row.file_hash, &row.file_name));
    }
    if let Some(to) = &dossier.returned_to {
        list = list.row(ctx.t("one-stop-track-result-returned"), to.clone());
    }
    Ok(Some(list))
}

/// The steps so far, down to the unit; who did them is not told.
fn steps(ctx: &Ctx, rows: &[StepRow]) -> Steps {
    let items = rows
        .iter()
        .filter(|row| !row.taken_back)
        .map(|row| {
            let until = row.ended_at.map(|m| Moment::from_micros(m).vn());
            let from = Moment::from_micros(row.started_at).vn();
            let time = match &until {
                Some(until) => format!("{from} – {until}"),
                None => ctx.tn("one-stop-track-step-since", &[("at", from)]),
            };
            let text = if row.unit.is_empty() { time } else { format!("{} · {time}", row.unit) };
            let state = if until.is_some() { StepState::Done } else { StepState::Current };
            Step { label: row.name.clone(), text, state }
        })
        .collect();
    Steps { words: ui::words(&ctx.locale), items }
}

fn hand_in_form(ctx: &Ctx, dossier: &Dossier, papers: &[Paper], tried: &Tried) -> Result<Form> {
    let here = tried.act == "bo-sung";
    let error = |field: &str| if here { ui::field_error(ctx, &tried.errors, field) } else { None };
    // What is missing is most likely what comes now.
    let missing = papers.iter().find(|p| p.given == "missing").map_or(OTHER, |p| p.component.as_str());
    let chosen = if here { tried.text.as_str() } else { missing };
    let mut choices: Vec<Choice> = Vec::new();
    for paper in papers {
        if choices.iter().all(|c| c.value != paper.component) {
            choices.push(Choice::new(paper.component.clone(), paper.name.clone(), chosen == paper.component));
        }
    }
    choices.push(Choice::new(OTHER, ctx.t("one-stop-track-other-paper"), chosen == OTHER));
    let rules = platform::uploads::Rules::on(&ctx.app, ctx.today())?;
    let label = ctx.t("one-stop-track-file");
    let mut file = Field::file("tep", label, rules.accept(), rules.words(ctx)).error(error("tep"));
    if let ui::FieldKind::File { multiple, .. } = &mut file.kind {
        *multiple = true;
    }
    let fields = vec![Field::select("giay", ctx.t("one-stop-track-which-paper"), choices), file];
    let action = format!("/theo-doi/{}/bo-sung", dossier.tracking_key);
    Ok(Form::new(&ui::words(&ctx.locale), action, ctx.t("one-stop-track-hand-in"), fields).multipart())
}

fn withdraw_form(ctx: &Ctx, dossier: &Dossier, tried: &Tried) -> Form {
    let here = tried.act == "rut";
    let reason = Field::textarea("ly_do", ctx.t("one-stop-track-withdraw-reason"), 3)
        .max_length(1000)
        .value(if here { tried.text.as_str() } else { "" })
        .error(if here { ui::field_error(ctx, &tried.errors, "ly_do") } else { None });
    let action = format!("/theo-doi/{}/rut", dossier.tracking_key);
    let mut form = Form::new(&ui::words(&ctx.locale), action, ctx.t("one-stop-track-withdraw"), vec![reason]);
    form.danger = true;
    form
}

fn keep_on_form(ctx: &Ctx, dossier: &Dossier) -> Form {
    let action = format!("/theo-doi/{}/khong-rut-nua", dossier.tracking_key);
    Form::new(&ui::words(&ctx.locale), action, ctx.t("one-stop-track-keep-on"), Vec::new())
}
