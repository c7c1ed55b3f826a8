//! The training gateway: a small gateway of the same manners as a real one, served only where the settings say
//! `[payment] sandbox = true`. It moves no money, says so on every page, and tells of its orders by signed call-backs.

use super::gateway::{CALL_BACK, at_home, seconds};
use super::pages::call_back::fields;
use super::pages::parts::{self, Open};
use super::pages::pay::training;
use super::rules::online::{self, Fields, Outcome, Told};
use super::store::{self, Sandbox};
use axum::Json;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::{IntoResponse, Response};
use platform::error::{Error, Refusal, Result};
use platform::http::{Query, Submitted, redirect};
use platform::outward::{Call, NamedBy};
use platform::settings::Payment;
use platform::{App, Ctx};
use serde_json::json;
use ui::{Form, Head, SummaryList};

/// The settings, where there is a training gateway; else it does not exist.
fn training_of(app: &App) -> Result<&Payment> {
    app.settings.payment.as_ref().filter(|p| p.sandbox).ok_or(Error::NotFound)
}

/// Believes what the city signed.
fn believed(ctx: &Ctx, message: &Fields) -> Result<()> {
    let payment = training_of(&ctx.app)?;
    let signed = online::verify(payment.secret.reveal(), message, seconds(ctx.now), payment.window_seconds);
    signed.map_err(|_| Refusal::new("fees-refused-sandbox-sign").status(400).into())
}

fn of_query(query: &Query) -> Fields {
    query.0.iter().cloned().collect()
}

fn field<'a>(message: &'a Fields, name: &str) -> &'a str {
    message.get(name).map_or("", String::as_str)
}

/// The page on which an order is paid or given up.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let message = of_query(&query);
    believed(&ctx, &message)?;
    let words = ui::words(&ctx.locale);
    let amount = field(&message, "amount").parse::<i64>().unwrap_or_default();
    let about = SummaryList::new(&words)
        .row(ctx.t("fees-head-order"), field(&message, "order"))
        .row(ctx.t("fees-head-dossier"), field(&message, "about"))
        .row(ctx.t("fees-head-amount"), parts::dong(&ctx, amount));
    let mut form = Form::new(&words, "/cong-thu-nghiem/thanh-toan", ctx.t("fees-sandbox-pay"), Vec::new());
    form.hidden = message.clone().into_iter().collect();
    form.second_button = Some(("bo".to_owned(), "1".to_owned(), ctx.t("fees-sandbox-give-up")));
    let title = ctx.t("fees-sandbox-title");
    ui::html(&Open {
        page: ui::page(&ctx, title.clone()),
        head: Head::new(title),
        warning: training(&ctx),
        sections: vec![parts::bare(ui::markup(&about)), parts::bare(ui::markup(&form))],
    })
}

/// Decides an order, tells the city, and leads back.
pub async fn decide(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let mut message = fields(&typed);
    let given_up = message.remove("bo").is_some();
    believed(&ctx, &message)?;
    let (order, back) = (field(&message, "order"), field(&message, "back"));
    let outcome = if given_up { Outcome::Failed } else { Outcome::Paid };
    let decided = Sandbox {
        order_code: order.to_owned(),
        amount: field(&message, "amount").parse().unwrap_or_default(),
        reference: if given_up { String::new() } else { format!("TN-{order}") },
        outcome: outcome.code().to_owned(),
        back: back.to_owned(),
        notify: field(&message, "notify").to_owned(),
    };
    // The training gateway keeps books of its own, as another's would: nothing of the city's changes here.
    let tx = ctx.app.store.housekeeping().await?;
    store::decide_sandbox(&tx, &decided).await?;
    tx.enqueue("fees.sandbox_tell", &json!(order), Some(order)).await?;
    tx.commit().await?;
    Ok(redirect(at_home(&ctx.app, back).unwrap_or(back), None))
}

fn told(decided: Option<Sandbox>, order: &str) -> Told {
    match decided {
        Some(decided) => Told {
            order: decided.order_code,
            reference: decided.reference,
            amount: decided.amount,
            outcome: if decided.outcome == Outcome::Paid.code() { Outcome::Paid } else { Outcome::Failed },
        },
        None => {
            Told { order: order.to_owned(), reference: String::new(), amount: 0, outcome: Outcome::Pending }
        }
    }
}

/// What became of an order, signed.
pub async fn status(ctx: Ctx, query: Query) -> Result<Response> {
    let message = of_query(&query);
    believed(&ctx, &message)?;
    let order = field(&message, "order");
    let told = told(store::sandbox(&ctx.app.store, order).await?, order);
    let secret = training_of(&ctx.app)?.secret.reveal();
    Ok(Json(online::sign(secret, told.fields(), seconds(ctx.now))).into_response())
}

/// Tells the city of a decided order. Not heard, it is asked for later: orders left hanging are.
pub async fn tell(app: &App, code: &str) -> Result<()> {
    let Ok(payment) = training_of(app) else { return Ok(()) };
    let Some(decided) = store::sandbox(&app.store, code).await? else { return Ok(()) };
    let notify = decided.notify.clone();
    let own = format!("{}{CALL_BACK}", app.settings.base_url());
    let Some(to) = url::Url::parse(&notify).ok().filter(|_| notify == own) else { return Ok(()) };
    let signed =
        online::sign(payment.secret.reveal(), told(Some(decided), code).fields(), seconds(app.clock.now()));
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(signed).finish();
    let form = HeaderValue::from_static("application/x-www-form-urlencoded");
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, form)]);
    let call = Call { to, method: Method::POST, headers, body: body.into(), named_by: NamedBy::Settings };
    if let Err(failed) = app.outward.send(call).await {
        tracing::warn!(order = code, %failed, "the training gateway is not heard");
    }
    Ok(())
}
