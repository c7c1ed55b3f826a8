//! The council's records: its members, its session with minutes, its votes on an entry.

use super::super::acts;
use super::super::rules::EntryState;
use super::super::slice::MANAGE;
use super::super::store::council::{self, Member, Vote};
use super::super::store::entries::{self, Entry};
use super::super::store::rounds::Round;
use super::{
    FormView, as_seen, class_choices, class_name, entry_path, number, round_path, round_word, the_round,
    their_entry, unchanged,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Refusal};
use ui::{Choice, Field, Form, Head};

/// Members of a council at most.
const MOST: usize = 30;

/// Name and post of each member, one a line: "Nguyễn Văn An; Giám đốc Sở Nội vụ".
fn read_members(form: &Submitted) -> std::result::Result<Vec<(String, String)>, FieldErrors> {
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, "thanh-vien", 6000);
    let mut members: Vec<(String, String)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (name, post) = line.split_once(';').map_or((line, ""), |(n, p)| (n.trim(), p.trim()));
        if name.is_empty() || post.is_empty() {
            errors.add_with("thanh-vien", "emulation-error-member", vec![("line", line.to_owned())]);
        } else if members.iter().any(|(known, _)| known == name) {
            errors.add_with("thanh-vien", "emulation-error-member-twice", vec![("line", line.to_owned())]);
        } else {
            members.push((name.to_owned(), post.to_owned()));
        }
    }
    if members.len() > MOST {
        errors.add_with("thanh-vien", "emulation-error-members", vec![("most", MOST.to_string())]);
    }
    if errors.is_empty() { Ok(members) } else { Err(errors) }
}

/// The form to name the council.
pub async fn ask_members(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let round = the_round(&ctx, id, MANAGE).await?;
    round.state()?.open()?;
    let line = |m: &Member| format!("{}; {}", m.name, m.post);
    let known: Vec<String> = council::members(&ctx.app.store, id).await?.iter().map(line).collect();
    ui::html(&members_form(&ctx, &round, &known.join("\n"), &FieldErrors::new()))
}

/// Names it.
pub async fn name_members(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let round = the_round(&ctx, id, MANAGE).await?;
    let members = match read_members(&form) {
        Ok(members) => members,
        Err(errors) => {
            let page = members_form(&ctx, &round, form.text("thanh-vien"), &errors);
            return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::name_council(&tx, &round, &members).await?;
    tx.commit().await?;
    Ok(redirect(&round_path(id), Some("emulation-flash-council")))
}

fn members_form(ctx: &Ctx, round: &Round, typed: &str, errors: &FieldErrors) -> FormView {
    let here = round_path(round.id);
    let field = Field::textarea("thanh-vien", ctx.t("emulation-members"), 9)
        .hint(ctx.t("emulation-members-hint"))
        .value(typed)
        .error(ui::field_error(ctx, errors, "thanh-vien"));
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, format!("{here}/hoi-dong"), ctx.t("emulation-council-keep"), vec![field])
        .with_secondary(here.clone(), ctx.t("ui-back"));
    let title = ctx.t("emulation-council-title");
    FormView {
        page: ui::page(ctx, title.clone()).with_back(here, round.name.clone()),
        head: Head { caption: round.name.clone(), ..Head::new(title) },
        table: None,
        form,
    }
}

/// The form of the session.
pub async fn ask_session(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let round = the_round(&ctx, id, MANAGE).await?;
    round.state()?.open()?;
    let held = round.held_on.clone().unwrap_or_else(|| ctx.today().to_string());
    let minutes = round.minutes.clone();
    ui::html(&session_form(&ctx, &round, [&held, &minutes], &FieldErrors::new()))
}

/// Keeps it.
pub async fn keep_session(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let round = the_round(&ctx, id, MANAGE).await?;
    let state = round.state()?;
    unchanged(&form, round.version, || round_word(&ctx, state))?;
    let mut errors = FieldErrors::new();
    let minutes = form.required(&mut errors, "bien-ban", 8000);
    let held = form.day(&mut errors, "ngay").filter(|d| *d <= ctx.today());
    if held.is_none() && errors.0.iter().all(|e| e.field != "ngay") {
        errors.add("ngay", "emulation-error-past");
    }
    let (Some(held), true) = (held, errors.is_empty()) else {
        let page = session_form(&ctx, &round, [form.text("ngay"), form.text("bien-ban")], &errors);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::session(&tx, &round, held, &minutes).await?;
    tx.commit().await?;
    Ok(redirect(&round_path(id), Some("emulation-flash-session")))
}

fn session_form(ctx: &Ctx, round: &Round, [held, minutes]: [&str; 2], errors: &FieldErrors) -> FormView {
    let here = round_path(round.id);
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        Field::date("ngay", ctx.t("emulation-head-held")).value(held).error(error("ngay")),
        Field::textarea("bien-ban", ctx.t("emulation-head-minutes"), 10)
            .hint(ctx.t("emulation-minutes-hint"))
            .value(minutes)
            .error(error("bien-ban")),
    ];
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/bien-ban"), ctx.t("emulation-session-keep"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(round.version);
    let title = ctx.t("emulation-session");
    FormView {
        page: ui::page(ctx, title.clone()).with_back(here, round.name.clone()),
        head: Head { caption: round.name.clone(), ..Head::new(title) },
        table: None,
        form,
    }
}

/// The form of the votes on an entry: each member's class, or none where the member did not vote.
pub async fn ask_votes(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (entry, round) = their_entry(&ctx, id, MANAGE).await?;
    round.state()?.open()?;
    entry.state()?.vote()?;
    let members = council::members(&ctx.app.store, round.id).await?;
    if members.is_empty() {
        return Ok(redirect(
            &format!("{}/hoi-dong", round_path(round.id)),
            Some("emulation-flash-council-first"),
        ));
    }
    let held = council::votes(&ctx.app.store, id).await?;
    ui::html(&votes_form(&ctx, &round, &entry, (&members, &held))?)
}

/// Keeps the votes.
pub async fn keep_votes(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (entry, round) = their_entry(&ctx, id, MANAGE).await?;
    let state = entry.state()?;
    unchanged(&form, entry.version, || super::entry_word(&ctx, state))?;
    let classes = round.classes()?;
    let members = council::members(&ctx.app.store, round.id).await?;
    let votes: Vec<(i64, String)> = members
        .iter()
        .map(|m| (m.id, form.text(&format!("phieu-{}", m.id)).to_owned()))
        .filter(|(_, class)| classes.iter().any(|c| c.code == *class))
        .collect();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::vote(&ctx.app, &tx, &round, &entry, &votes).await?;
    tx.commit().await?;
    Ok(redirect(&entry_path(id), Some("emulation-flash-voted")))
}

fn votes_form(
    ctx: &Ctx,
    round: &Round,
    entry: &Entry,
    (members, held): (&[Member], &[Vote]),
) -> Result<FormView> {
    let classes = round.classes()?;
    let here = entry_path(entry.id);
    let fields = members
        .iter()
        .map(|member| {
            // Before the first vote the appraisal's class is proposed to each.
            let class = match held.iter().find(|v| v.member_id == member.id) {
                Some(vote) => vote.class.as_str(),
                None if held.is_empty() => entry.class.as_str(),
                None => "",
            };
            let none = Choice::new("", ctx.t("emulation-no-vote"), class.is_empty());
            let choices = std::iter::once(none).chain(class_choices(ctx, &classes, class)).collect();
            Field::select(format!("phieu-{}", member.id), member.name.clone(), choices)
                .hint(member.post.clone())
                .optional()
        })
        .collect();
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/bieu-quyet"), ctx.t("emulation-vote-keep"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(entry.version);
    let agency = ctx.app.directory().name(entry.agency_id).to_owned();
    let args = [
        ("total", number(ctx, entry.points())),
        ("ruled", class_name(ctx, &classes, &entry.ruled)),
        ("class", class_name(ctx, &classes, &entry.class)),
    ];
    let title = ctx.t("emulation-vote");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, agency.clone()),
        head: Head { caption: agency, lead: ctx.tn("emulation-vote-lead", &args), ..Head::new(title) },
        table: None,
        form,
    })
}

/// Appraised entries of a round, on which the council has yet to vote.
async fn appraised(ctx: &Ctx, round: i64) -> Result<Vec<Entry>> {
    let mut found = entries::of_round(&ctx.app.store, round).await?;
    found.retain(|e| e.state().is_ok_and(|state| state == EntryState::Appraised));
    if found.is_empty() {
        return Err(Refusal::new("emulation-refused-not-appraised").into());
    }
    Ok(found)
}

/// An entry as the form names it: with the version that was shown, so that one changed since is not voted on unseen.
fn shown(entry: &Entry) -> String {
    seen(entry.id, entry.version)
}

/// The same of an entry that was read by number and version.
pub fn seen(id: i64, version: i64) -> String {
    format!("{id}-{version}")
}

/// The form of the votes of one mind: every member for the class of the appraisal. Where somebody voted otherwise the votes are
/// kept entry by entry.
pub async fn ask_unanimous(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let round = the_round(&ctx, id, MANAGE).await?;
    round.state()?.open()?;
    if council::members(&ctx.app.store, id).await?.is_empty() {
        return Ok(redirect(&format!("{}/hoi-dong", round_path(id)), Some("emulation-flash-council-first")));
    }
    let ready = appraised(&ctx, id).await?;
    let ticked: Vec<String> = ready.iter().map(shown).collect();
    ui::html(&unanimous_form(&ctx, &round, (&ready, &ticked), &FieldErrors::new())?)
}

/// Keeps them.
pub async fn keep_unanimous(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match vote_with_one_mind(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let round = the_round(&ctx, id, MANAGE).await?;
            let ready = appraised(&ctx, id).await?;
            let page = unanimous_form(&ctx, &round, (&ready, form.all("phieu")), &errors)?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|_| redirect(&round_path(id), Some("emulation-flash-voted"))),
    }
}

/// Keeps the votes of one mind on the entries of a form; the numbers of these entries.
pub async fn vote_with_one_mind(ctx: &Ctx, id: i64, form: &Submitted) -> Result<Vec<i64>> {
    let round = the_round(ctx, id, MANAGE).await?;
    let ready = appraised(ctx, id).await?;
    let ticked = form.all("phieu");
    if ticked.is_empty() {
        let mut errors = FieldErrors::new();
        errors.add("phieu", "emulation-error-entries");
        return Err(Error::Invalid(errors));
    }
    let voted: Vec<&Entry> = ready.iter().filter(|e| ticked.contains(&shown(e))).collect();
    if voted.len() != ticked.len() {
        return Err(Error::Changed(vec![ctx.t("emulation-refused-changed")]));
    }
    let members = council::members(&ctx.app.store, id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    for entry in &voted {
        let votes: Vec<(i64, String)> = members.iter().map(|m| (m.id, entry.class.clone())).collect();
        acts::vote(&ctx.app, &tx, &round, entry, &votes).await?;
    }
    tx.commit().await?;
    Ok(voted.iter().map(|entry| entry.id).collect())
}

fn unanimous_form(
    ctx: &Ctx,
    round: &Round,
    (ready, ticked): (&[Entry], &[String]),
    errors: &FieldErrors,
) -> Result<FormView> {
    let classes = round.classes()?;
    let choices = ready
        .iter()
        .map(|entry| {
            let args = [
                ("agency", ctx.app.directory().name(entry.agency_id).to_owned()),
                ("class", class_name(ctx, &classes, &entry.class)),
                ("total", number(ctx, entry.points())),
            ];
            Choice::new(
                shown(entry),
                ctx.tn("emulation-unanimous-entry", &args),
                ticked.contains(&shown(entry)),
            )
        })
        .collect();
    let here = round_path(round.id);
    let field = Field::checkboxes("phieu", ctx.t("emulation-entries-of-round"), choices)
        .error(ui::field_error(ctx, errors, "phieu"));
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, format!("{here}/bieu-quyet"), ctx.t("emulation-vote-keep"), vec![field])
        .with_secondary(here.clone(), ctx.t("ui-back"));
    let title = ctx.t("emulation-unanimous");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, round.name.clone()),
        head: Head {
            caption: round.name.clone(),
            lead: ctx.t("emulation-unanimous-lead"),
            ..Head::new(title)
        },
        table: None,
        form,
    })
}
