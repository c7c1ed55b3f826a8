//! Keeping the inbox's present filters under a name; the same name replaces, and without filters removes.

use super::inbox::{LIST, PATH};
use axum::response::Response;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::{Query, Submitted, redirect};

/// Keeps the filters of the address under the name typed.
pub async fn submit(ctx: Ctx, query: Query, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let name = typed.required(&mut errors, "ten", 60);
    errors.check()?;
    let set: Vec<String> = query
        .0
        .iter()
        .filter(|(_, v)| !v.is_empty())
        .map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v)))
        .collect();
    let set = set.join("&");
    platform::saved::keep(&ctx.app, ctx.viewer()?.account_id, LIST, &name, &set).await?;
    let back = if set.is_empty() { PATH.to_owned() } else { format!("{PATH}?{set}") };
    Ok(redirect(&back, Some("one-stop-flash-filter-saved")))
}
