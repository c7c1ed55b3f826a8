//! GET /goi-so/{office}: the screen in the waiting room: numbers called and their desks. Without JavaScript it loads itself
//! anew; with it new calls are spoken, or rung where the browser has no Vietnamese voice. It names nobody.

use super::super::store::{self, Call};
use super::{bare, public_office};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::messages::Lang;
use ui::Page;

struct Shown {
    key: String,
    code: String,
    desk: String,
    say: String,
}

#[derive(Template)]
#[template(path = "counter/pages/display.html")]
struct View {
    page: Page,
    path: String,
    calls: Vec<Shown>,
    nobody: String,
    waiting: String,
    sound: String,
    sound_on: String,
}

/// The screen.
pub async fn show(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let office = public_office(&ctx, &code).await?;
    let db = &ctx.app.store;
    let calls = store::calls(db, office.id, ctx.today()).await?;
    let waiting = store::waiting_count(db, office.id, ctx.today()).await?;
    ui::html(&View {
        page: bare(&ctx, &office, ctx.t("counter-display-title")),
        path: format!("/goi-so/{}", office.code),
        calls: calls.into_iter().map(|call| shown(&ctx, call)).collect(),
        nobody: ctx.t("counter-display-nobody"),
        waiting: ctx.tn("counter-display-waiting", &[("count", waiting.to_string())]),
        sound: ctx.t("counter-display-sound"),
        sound_on: ctx.t("counter-display-sound-on"),
    })
}

fn shown(ctx: &Ctx, call: Call) -> Shown {
    // The voice speaks Vietnamese, whatever language the screen shows; signs are spoken one by one.
    let spoken: String = call.code.chars().map(|c| format!("{c} ")).collect();
    let args = [("ticket", spoken.trim().to_owned()), ("desk", call.label.clone())];
    Shown {
        key: format!("{}-{}-{}", call.code, call.calls, call.called_at),
        desk: ctx.tn("counter-desk-number", &[("desk", call.label)]),
        say: ctx.app.locale(Lang::Vi).tn("counter-display-say", &args),
        code: call.code,
    }
}
