//! GET, POST /phan-anh-kien-nghi/moi: the officer enters what was said, phoned in, sent by post or written on a questionnaire.

use super::super::acts::{self, Giving};
use super::super::rules::given;
use super::super::rules::state::Act;
use super::super::rules::words::Channel;
use super::super::slice::HANDLE;
use super::{Desk, REGISTER, choices, fields, tabs, take_files, titled};
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::once::Once;
use ui::{Choice, Field, Form, Head};

const PATH: &str = "/phan-anh-kien-nghi/moi";

/// The form.
pub async fn show(ctx: Ctx) -> Result<Response> {
    form(&ctx, &Submitted::default(), &FieldErrors::new()).await
}

/// Searches the procedures, or enters the petition and receives it at once.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    if typed.ticked("tim") {
        return form(&ctx, &typed, &FieldErrors::new()).await;
    }
    match entered(&ctx, &typed).await {
        Ok(id) => Ok(redirect(&format!("{REGISTER}/{id}"), Some("petitions-flash-entered"))),
        Err(Error::Invalid(errors)) => form(&ctx, &typed, &errors).await,
        Err(other) => Err(other),
    }
}

/// Enters it as it was typed and receives it at once; its id.
pub async fn entered(ctx: &Ctx, typed: &Submitted) -> Result<i64> {
    let channel = Channel::from_code(typed.text("kenh")).filter(|c| *c != Channel::Online);
    let (given, mut errors) = given::read(typed, channel.unwrap_or(Channel::Counter));
    if channel.is_none() {
        errors.add("kenh", "petitions-error-choose");
    }
    let agency =
        ctx.app.directory().by_code(typed.text("co_quan")).filter(|a| ctx.may(HANDLE, a.id)).cloned();
    let Some(agency) = agency else {
        errors.add("co_quan", "petitions-error-choose");
        return Err(Error::Invalid(errors));
    };
    ctx.require(HANDLE, agency.id)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let once = Once::of("petition.entered", typed);
    if let Some(id) = once.before(&tx).await? {
        return Ok(id);
    }
    let files = take_files(ctx, &tx, typed, &mut errors).await?;
    let (Some(channel), true) = (channel, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let spoken = matches!(channel, Channel::Phone | Channel::Counter);
    let transcriber = if spoken { ctx.viewer()?.name.clone() } else { String::new() };
    let giving = Giving { given, channel, agency: agency.id, transcriber, files };
    let petition = acts::give(&ctx.app, &tx, giving).await?;
    once.opened(&tx, petition.id).await?;
    tx.commit().await?;
    let id = petition.id;
    acts::do_act(&ctx.app, &ctx.actor(), petition, Act::Receive, &acts::Deed::default()).await?;
    Ok(id)
}

async fn form(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let ways = Channel::ALL.iter().filter(|c| **c != Channel::Online).map(|c| c.code());
    let scope = ctx.scope(HANDLE);
    let own = ctx.viewer()?.agency_id;
    let directory = ctx.app.directory();
    let chosen = typed.text("co_quan");
    let agencies = directory
        .in_force(ctx.today())
        .filter(|a| scope.covers(a.id) && a.kind != "division")
        .map(|a| {
            let selected = a.code == chosen || (chosen.is_empty() && own == Some(a.id));
            Choice::new(&a.code, &a.name, selected)
        })
        .collect();
    let mut all = vec![
        Field::radios(
            "kenh",
            ctx.t("petitions-head-channel"),
            choices(ctx, "channel", ways, typed.text("kenh")),
        )
        .hint(ctx.t("petitions-enter-channel-hint"))
        .error(ui::field_error(ctx, errors, "kenh")),
        Field::select("co_quan", ctx.t("petitions-head-agency"), agencies)
            .error(ui::field_error(ctx, errors, "co_quan")),
    ];
    all.extend(fields::all(ctx, typed, errors).await?);
    let mut form = Form::new(&ui::words(&ctx.locale), PATH, ctx.t("petitions-enter-submit"), all)
        .multipart()
        .once(ctx, typed, errors)
        .with_secondary(REGISTER, ctx.t("petitions-back"));
    form.second_button = Some(("tim".to_owned(), "1".to_owned(), ctx.t("petitions-give-search")));
    let title = ctx.t("petitions-enter-title");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(
        status,
        &Desk {
            page: ui::page(ctx, titled(ctx, &title, Some(&form))),
            head: Head { lead: ctx.t("petitions-enter-lead"), ..Head::new(title) },
            tabs: tabs(ctx, PATH),
            form: Some(form),
            parts: Vec::new(),
        },
    )
}
