//! GET, POST /lay-so/{office}: a service is touched, and a number comes; an appointment checks in by its code.
//! At the kiosk the address carries the office's key (`may=`); from elsewhere a number is given where the office allows it.

use super::super::acts::{self, Asked};
use super::super::rules::priority;
use super::super::store::{self, Office};
use super::{bare, hours_list, offered, public_office, refusal_text};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Refusal, Result};
use platform::http::limits::Limited;
use platform::http::{Query, Submitted, redirect};
use platform::{Actor, Ctx};
use ui::{Choice, Field, Form, Page, SummaryList, Width};

struct Touch {
    id: i64,
    letter: String,
    name: String,
    waiting: String,
}

#[derive(Template)]
#[template(path = "counter/pages/kiosk.html")]
struct View {
    page: Page,
    lead: String,
    refused: Option<String>,
    takes: bool,
    action: String,
    priority: Option<Field>,
    ask: String,
    services: Vec<Touch>,
    booked: String,
    check_in: Form,
    hours_title: String,
    hours: SummaryList,
    on: Option<(String, String)>,
}

/// The services to touch.
pub async fn show(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let office = public_office(&ctx, &code).await?;
    draw(&ctx, &office, kiosk(&office, &query), None, &Submitted::default()).await
}

/// Gives the number.
pub async fn submit(ctx: Ctx, Path(code): Path<String>, query: Query, form: Submitted) -> Result<Response> {
    let office = public_office(&ctx, &code).await?;
    let kiosk = kiosk(&office, &query);
    match give(&ctx, &office, kiosk, &form).await {
        Ok(token) if kiosk => Ok(redirect(&format!("/lay-so/so/{token}?may={}", office.kiosk_token), None)),
        Ok(token) => Ok(redirect(&format!("/lay-so/so/{token}"), None)),
        Err(Error::Refused(refusal)) if refusal.status == 409 => {
            draw(&ctx, &office, kiosk, Some(&refusal), &form).await
        }
        Err(other) => Err(other),
    }
}

fn kiosk(office: &Office, query: &Query) -> bool {
    query.get("may") == Some(office.kiosk_token.as_str())
}

/// Gives a number out as it was asked for; the key of its slip.
pub async fn give(ctx: &Ctx, office: &Office, kiosk: bool, form: &Submitted) -> Result<String> {
    // The kiosk's own address gives numbers all day; a stranger's does not.
    if !kiosk {
        ctx.limit(Limited::Filing).await?;
        if !office.remote {
            return Err(Refusal::new("counter-refused-remote").into());
        }
    }
    if !acts::opening(&ctx.app, &ctx.app.store, office).await?.is_open(ctx.now) {
        return Err(Refusal::new("counter-refused-not-open").into());
    }
    let by = Actor::public(&ctx.t("counter-actor-visitor"));
    let priority = form.text("uu-tien");
    if form.fields.contains_key("ma-hen") {
        let code = form.text("ma-hen").to_uppercase();
        ctx.limit(Limited::LookUp).await?;
        return Ok(acts::check_in(&ctx.app, &by, office, &code, priority).await?.token);
    }
    let services = offered(&ctx.app.store, office.id).await?;
    let service = services.iter().find(|s| s.id.to_string() == form.text("dich-vu"));
    let service = service.ok_or_else(|| Refusal::new("counter-refused-service"))?;
    let asked = Asked { office, service, priority, booking: None, quick: false };
    Ok(acts::give(&ctx.app, &by, &asked).await?.token)
}

/// The page; after a refusal with what was typed and chosen.
async fn draw(
    ctx: &Ctx,
    office: &Office,
    kiosk: bool,
    refused: Option<&Refusal>,
    typed: &Submitted,
) -> Result<Response> {
    let db = &ctx.app.store;
    let open = acts::opening(&ctx.app, db, office).await?.is_open(ctx.now);
    let takes = open && (kiosk || office.remote);
    let queue = store::queue(db, office.id, ctx.today()).await?;
    let services = offered(db, office.id).await?.into_iter().map(|s| {
        let count = queue.iter().filter(|t| t.state == "waiting" && t.service_id == s.id).count();
        let waiting = ctx.tn("counter-kiosk-waiting", &[("count", count.to_string())]);
        Touch { id: s.id, letter: s.letter, name: s.name, waiting }
    });
    let services = services.collect();
    let groups = priority::groups(&ctx.app.profiles(), ctx.today())?;
    let action = match kiosk {
        true => format!("/lay-so/{}?may={}", office.code, office.kiosk_token),
        false => format!("/lay-so/{}", office.code),
    };
    let lead = match (open, takes) {
        (false, _) => "counter-kiosk-closed",
        (true, false) => "counter-kiosk-only-there",
        (true, true) => "counter-kiosk-lead",
    };
    let words = ui::words(&ctx.locale);
    let code = Field::text("ma-hen", ctx.t("counter-kiosk-code")).value(typed.text("ma-hen"));
    let code = code.width(Width::Short).max_length(12);
    let view = View {
        page: bare(ctx, office, ctx.t("counter-kiosk-title")),
        lead: ctx.t(lead),
        refused: refused.map(|r| refusal_text(ctx, r)),
        takes,
        check_in: Form::new(&words, action.clone(), ctx.t("counter-kiosk-check-in"), vec![code]),
        action,
        priority: (!groups.is_empty()).then(|| {
            let chosen = typed.text("uu-tien");
            let known = groups.iter().any(|g| g.code == chosen);
            let none = Choice::new("", ctx.t("counter-kiosk-ordinary"), !known);
            let groups = groups.iter().map(|g| Choice::new(&g.code, g.name(&ctx.locale), g.code == chosen));
            let choices = std::iter::once(none).chain(groups).collect();
            Field::radios("uu-tien", ctx.t("counter-kiosk-priority"), choices)
        }),
        ask: ctx.t("counter-kiosk-ask"),
        services,
        booked: ctx.t("counter-kiosk-booked"),
        hours_title: ctx.t("counter-hours"),
        hours: hours_list(ctx, office).await?,
        on: (!kiosk).then(|| (format!("/dat-lich/{}", office.code), ctx.t("counter-to-booking"))),
    };
    ui::html_with(if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK }, &view)
}
