//! GET /hoi-nghi-doi-thoai/{id}: one conference with its questions; `viec=` opens an act: a question asked there, held,
//! moved, called off.

use super::super::acts;
use super::super::rules::{self, State};
use super::super::slice::{HANDLE, VIEW};
use super::super::store::{self, Dialogue, Moved, Question};
use super::{
    Desk, LIST, QUESTIONS, TEXT_MAX, answer_tag, asked, moves, question_fields, say, state_tag, summary,
    tabs, titled, vn,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Query, Submitted, redirect};
use platform::once::Once;
use platform::reads::{self, Reading, What};
use ui::{Action, ActionKind, Cell, Column, Empty, Field, Form, Head, Row, Table};

/// Longest reason for moving one, which goes into notices.
const WHY_MAX: usize = 1000;

/// The record.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let dialogue = store::dialogue(&ctx.app.store, id).await?;
    ctx.require(VIEW, dialogue.agency_id)?;
    let act = query.get("viec").filter(|act| offered(&ctx, &dialogue).contains(act));
    let form = act.and_then(|act| form(&ctx, &dialogue, act, &Submitted::default(), &FieldErrors::new()));
    page(&ctx, &dialogue, form).await
}

/// What the viewer may do with it, what is due first.
fn offered(ctx: &Ctx, dialogue: &Dialogue) -> &'static [&'static str] {
    // Nothing is asked there, and nothing can be held, before its day.
    let early = dialogue.held().is_ok_and(|day| ctx.today() < day);
    match (ctx.may(HANDLE, dialogue.agency_id), dialogue.state()) {
        (true, State::Planned) if early => &["doi", "huy"],
        (true, State::Planned) => &["da-to-chuc", "cau-hoi", "doi", "huy"],
        (true, State::Held) => &["cau-hoi"],
        _ => &[],
    }
}

/// An act.
pub async fn submit(ctx: Ctx, Path((id, act)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let dialogue = store::dialogue(&ctx.app.store, id).await?;
    match done(&ctx, &dialogue, &act, &typed).await {
        Ok(()) => Ok(redirect(&format!("{LIST}/{id}"), Some("dialogue-flash-done"))),
        Err(Error::Invalid(errors)) => {
            let form = form(&ctx, &dialogue, &act, &typed, &errors);
            page(&ctx, &dialogue, form).await
        }
        Err(other) => Err(other),
    }
}

/// Does an act as it was typed.
pub async fn done(ctx: &Ctx, dialogue: &Dialogue, act: &str, typed: &Submitted) -> Result<()> {
    ctx.require(HANDLE, dialogue.agency_id)?;
    let id = dialogue.id;
    let mut errors = FieldErrors::new();
    let (app, by) = (&ctx.app, ctx.actor());
    match act {
        "cau-hoi" => {
            rules::ask_there(dialogue.state(), dialogue.held()?, ctx.today())?;
            let question = asked(typed, &mut errors);
            errors.check()?;
            acts::ask_there(app, &by, id, question, &Once::of("dialogue.there", typed)).await.map(|_| ())
        }
        "da-to-chuc" => {
            rules::hold(dialogue.state(), dialogue.held()?, ctx.today())?;
            let attendees: i64 = typed.text("so_nguoi").parse().ok().filter(|n| *n >= 0).unwrap_or(-1);
            if attendees < 0 {
                errors.add("so_nguoi", "dialogue-error-number");
            }
            let minutes = typed.required(&mut errors, "tom_tat", TEXT_MAX);
            errors.check()?;
            acts::hold(app, &by, id, (attendees, &minutes)).await
        }
        "doi" => {
            rules::shift(dialogue.state())?;
            let to = moved(typed, ctx.today(), &mut errors);
            errors.check()?;
            acts::shift(app, &by, dialogue, &to.ok_or(Error::NotFound)?).await
        }
        "huy" => {
            rules::cancel(dialogue.state())?;
            let why = typed.required(&mut errors, "tom_tat", TEXT_MAX);
            errors.check()?;
            acts::cancel(app, &by, id, &why).await
        }
        _ => Err(Error::NotFound),
    }
}

/// Where and when it is to be now, and why.
fn moved(typed: &Submitted, today: Day, errors: &mut FieldErrors) -> Option<Moved> {
    let place = typed.required(errors, "dia_diem", 300);
    let why = typed.required(errors, "ly_do", WHY_MAX);
    let (held_on, ask_until) = (typed.day(errors, "ngay"), typed.day(errors, "hoi_den"));
    for (name, day) in [("ngay", held_on), ("hoi_den", ask_until)] {
        if day.is_none() && typed.text(name).is_empty() {
            errors.add(name, "form-required");
        }
    }
    let (held_on, ask_until) = (held_on?, ask_until?);
    if held_on < today {
        errors.add("ngay", "dialogue-error-past");
    }
    if ask_until > held_on {
        errors.add("hoi_den", "dialogue-error-until");
    }
    Some(Moved { held_on, place, ask_until, why })
}

fn form(ctx: &Ctx, d: &Dialogue, act: &str, typed: &Submitted, errors: &FieldErrors) -> Option<Form> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let text = |label: &str| {
        Field::textarea("tom_tat", ctx.t(label), 6).value(typed.text("tom_tat")).error(error("tom_tat"))
    };
    let fields = match act {
        "cau-hoi" => question_fields(ctx, typed, errors),
        "da-to-chuc" => vec![
            Field::number("so_nguoi", ctx.t("dialogue-field-attendees"))
                .value(typed.text("so_nguoi"))
                .error(error("so_nguoi")),
            text("dialogue-field-minutes"),
        ],
        "doi" => {
            let held = |name: &str, stands: &str| match typed.fields.contains_key(name) {
                true => typed.text(name).to_owned(),
                false => stands.to_owned(),
            };
            vec![
                Field::date("ngay", ctx.t("dialogue-head-day"))
                    .value(held("ngay", &d.held_on))
                    .error(error("ngay")),
                Field::text("dia_diem", ctx.t("dialogue-head-place"))
                    .value(held("dia_diem", &d.place))
                    .error(error("dia_diem")),
                Field::date("hoi_den", ctx.t("dialogue-field-ask-until"))
                    .hint(ctx.t("dialogue-field-ask-until-hint"))
                    .value(held("hoi_den", &d.ask_until_on))
                    .error(error("hoi_den")),
                Field::textarea("ly_do", ctx.t("dialogue-field-move-why"), 3)
                    .hint(ctx.t("dialogue-field-move-why-hint"))
                    .max_length(u32::try_from(WHY_MAX).unwrap_or(1000))
                    .value(typed.text("ly_do"))
                    .error(error("ly_do")),
            ]
        }
        "huy" => vec![text("dialogue-field-why")],
        _ => return None,
    };
    let mut form =
        Form::new(&ui::words(&ctx.locale), format!("{LIST}/{}/{act}", d.id), say(ctx, "act", act), fields)
            .with_secondary(format!("{LIST}/{}", d.id), ctx.t("dialogue-cancel"));
    form.danger = act == "huy";
    if act == "cau-hoi" {
        form = form.once(ctx, typed, errors);
    }
    Some(form)
}

/// The page, to who may see it, and the look is noted, whatever was typed.
async fn page(ctx: &Ctx, d: &Dialogue, form: Option<Form>) -> Result<Response> {
    ctx.require(VIEW, d.agency_id)?;
    let reading = Reading {
        right: (VIEW, Some(d.agency_id)),
        record: "dialogue",
        id: d.id,
        code: &d.theme,
        agency: Some(d.agency_id),
        what: What::Page,
    };
    reads::note(ctx, reading, async { Ok(false) }).await?;
    let wrong = form.as_ref().is_some_and(Form::has_errors);
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut head = Head { tag: Some(state_tag(ctx, &d.state)), ..Head::new(d.theme.clone()) };
    if form.is_none() {
        head.actions.extend(offered(ctx, d).iter().enumerate().map(|(place, act)| {
            let href = format!("{LIST}/{}?viec={act}", d.id);
            let kind = match (place, *act) {
                (_, "huy") => ActionKind::Danger,
                (_, "doi") => ActionKind::Quiet,
                (0, _) => ActionKind::Primary,
                _ => ActionKind::Quiet,
            };
            Action::link(href, say(ctx, "act", act), kind)
        }));
    }
    let held = d.state() == State::Held;
    let attendees = if held { Cell::from(ctx.locale.integer(d.attendees)) } else { Cell::Empty };
    let cancelled = d.state() == State::Cancelled;
    let told = if cancelled { "dialogue-field-why" } else { "dialogue-field-minutes" };
    let about = summary(ctx)
        .row(ctx.t("dialogue-head-day"), vn(&d.held_on))
        .row(ctx.t("dialogue-head-place"), d.place.clone())
        .row(ctx.t("dialogue-head-host"), ctx.app.directory().name(d.agency_id))
        .row(ctx.t("dialogue-head-audience"), say(ctx, "audience", &d.audience))
        .row(ctx.t("dialogue-field-ask-until"), vn(&d.ask_until_on))
        .row(ctx.t("dialogue-field-attendees"), attendees)
        .row(ctx.t(told), Cell::written(&d.minutes))
        .row(
            ctx.t("dialogue-public-page"),
            Cell::link(format!("/doi-thoai/{}", d.id), ctx.t("dialogue-open")),
        );
    let mut parts = vec![ui::markup(&about)];
    parts.extend(moves(ctx, d).await?);
    let questions = store::questions_of(&ctx.app.store, d.id).await?;
    let history = platform::journal::history(&ctx.app.store, "dialogue", d.id).await?;
    parts.push(ui::markup(&table(ctx, &questions)));
    parts.push(ui::markup(&ui::history(ctx, &history).titled(ctx.t("ui-history-title"))));
    ui::html_with(
        status,
        &Desk {
            page: ui::page(ctx, titled(ctx, &d.theme, form.as_ref()))
                .with_back(LIST, ctx.t("dialogue-title")),
            head,
            tabs: tabs(ctx, LIST),
            form,
            parts,
        },
    )
}

fn table(ctx: &Ctx, questions: &[Question]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "cau-hoi", ctx.t("dialogue-questions-title"));
    table.columns = [
        ("cau_hoi", "dialogue-field-question"),
        ("luc", "dialogue-head-moment"),
        ("co_quan", "dialogue-head-owner"),
        ("han", "dialogue-head-due"),
        ("tra_loi", "dialogue-head-term"),
    ]
    .map(|(key, label)| Column::new(key, ctx.t(label)))
    .into();
    table.rows = questions
        .iter()
        .map(|q| {
            Row::new(vec![
                Cell::link(format!("{QUESTIONS}/{}", q.id), q.content.chars().take(140).collect::<String>()),
                say(ctx, "moment", &q.moment).into(),
                Cell::from(ctx.app.directory().short_name(q.owner_id)),
                Cell::moment(&q.due_on, vn(&q.due_on)),
                answer_tag(ctx, q).into(),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("dialogue-no-questions"), ctx.t("dialogue-no-questions-text"));
    table
}
