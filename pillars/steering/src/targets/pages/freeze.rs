//! POST /muc-tieu/{slug}/chot: freezes a reading on demand, for the agency and period of the page.

use super::super::freezing;
use super::super::rules::{Span, choose};
use super::super::slice::FREEZE;
use super::parts;
use axum::extract::Path;
use kernel::Period;
use platform::Ctx;
use platform::error::{Refusal, Result};
use platform::http::{Submitted, redirect};

pub(in super::super) async fn submit(
    ctx: Ctx,
    Path(slug): Path<String>,
    form: Submitted,
) -> Result<axum::response::Response> {
    let agency = parts::agency(&ctx, form.text("co-quan"))?;
    ctx.require(FREEZE, agency.id)?;
    let period = match choose(form.optional("ky").as_deref(), ctx.today(), None) {
        Span::Period(period) => period,
        Span::Programme { .. } => Period::year_of(ctx.today()),
    };
    let count = freezing::freeze(&ctx.app, &ctx.actor(), period, &[agency.id], true).await?;
    if count == 0 {
        return Err(Refusal::new("targets-refused-nothing").into());
    }
    let to = format!("/muc-tieu/{slug}{}#so-chot", parts::query_of(&ctx, Span::Period(period), &agency));
    Ok(redirect(&to, Some("targets-flash-frozen")))
}
