//! GET, POST /phan-anh: a citizen or a firm gives a petition, without an account.

use super::super::acts::{self, Giving};
use super::super::rules::given;
use super::super::rules::words::Channel;
use super::super::store::{self, Petition};
use super::{Public, fields, take_files, titled, track};
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::limits::Limited;
use platform::http::{Query, Submitted, redirect};
use platform::once::Once;
use platform::{Ctx, identity};
use ui::{Form, Head, Inset, Link, Panel};

const PATH: &str = "/phan-anh";

/// The form; `thu-tuc=` names the procedure it is about.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut typed = Submitted::default();
    if let Some(code) = query.get("thu-tuc") {
        typed.fields.insert("thu_tuc".to_owned(), vec![code.to_owned()]);
    }
    if let Some(viewer) = &ctx.viewer {
        let account = identity::account(&ctx.app.store, viewer.account_id).await?;
        let known = [
            ("ho_ten", Some(account.name)),
            ("dia_chi", account.address),
            ("dien_thoai", account.phone),
            ("thu", account.email),
        ];
        for (name, value) in known {
            typed.fields.insert(name.to_owned(), value.into_iter().collect());
        }
    }
    form(&ctx, &typed, &FieldErrors::new()).await
}

/// Searches the procedures, or takes the petition.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    if typed.ticked("tim") {
        return form(&ctx, &typed, &FieldErrors::new()).await;
    }
    match given(&ctx, &typed).await {
        Ok(petition) => {
            let to = format!("/phan-anh/theo-doi/{}", petition.token);
            Ok(redirect(&to, Some("petitions-flash-given")))
        }
        Err(Error::Invalid(errors)) => form(&ctx, &typed, &errors).await,
        Err(other) => Err(other),
    }
}

/// Takes the petition as it was typed.
pub async fn given(ctx: &Ctx, typed: &Submitted) -> Result<Petition> {
    ctx.limit(Limited::Filing).await?;
    let (given, mut errors) = given::read(typed, Channel::Online);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let once = Once::of("petition", typed);
    if let Some(id) = once.before(&tx).await? {
        return store::by_id(&tx, id).await;
    }
    let files = take_files(ctx, &tx, typed, &mut errors).await?;
    errors.check()?;
    let agency = acts::receiver(&ctx.app, ctx.today())?.id;
    let giving = Giving { given, channel: Channel::Online, agency, transcriber: String::new(), files };
    let petition = acts::give(&ctx.app, &tx, giving).await?;
    once.opened(&tx, petition.id).await?;
    tx.commit().await?;
    Ok(petition)
}

async fn form(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let fields = fields::all(ctx, typed, errors).await?;
    let mut form = Form::new(&ui::words(&ctx.locale), PATH, ctx.t("petitions-give-submit"), fields)
        .multipart()
        .once(ctx, typed, errors);
    form.second_button = Some(("tim".to_owned(), "1".to_owned(), ctx.t("petitions-give-search")));
    let title = ctx.t("petitions-give-title");
    let receiver = acts::receiver(&ctx.app, ctx.today())?.name;
    let told = ctx.tn("petitions-give-receiver", &[("agency", receiver)]);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(
        status,
        &Public {
            page: ui::page(ctx, titled(ctx, &title, Some(&form))),
            head: Head { lead: ctx.t("petitions-give-lead"), ..Head::new(title) },
            parts: vec![
                ui::markup(&Inset { text: told }),
                ui::markup(&Panel {
                    title: ctx.t("petitions-look-up-title"),
                    lines: vec![ctx.t("petitions-give-given")],
                    links: vec![Link::new(track::LOOK_UP, ctx.t("petitions-look-up-submit"))],
                }),
            ],
            form: Some(form),
        },
    )
}
