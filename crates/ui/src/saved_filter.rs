//! Keeping a list's present filters under a name, and forgetting them: for every list of the staff's side.

use crate::frame::platform_url;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, saved};

/// The parameter that names the list; all others are its filters.
pub(crate) const LIST: &str = "danh_sach";

/// `POST /bo-loc?danh_sach=/…&…`: keeps the filters of the address under the name typed.
pub(crate) async fn keep(ctx: Ctx, query: Query, typed: Submitted) -> Result<Response> {
    let list = local(query.get(LIST).unwrap_or_default())?;
    let mut errors = FieldErrors::new();
    let name = typed.required(&mut errors, "ten", 60);
    errors.check()?;
    let set = kept(&query);
    saved::keep(&ctx.app, ctx.viewer()?.account_id, list, &name, &set).await?;
    let back = if set.is_empty() { list.to_owned() } else { format!("{list}?{set}") };
    Ok(redirect(&back, Some("ui-flash-filter-saved")))
}

/// `POST /bo-loc/xoa`: forgets a filter.
pub(crate) async fn forget(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let list = local(typed.text(LIST))?;
    saved::keep(&ctx.app, ctx.viewer()?.account_id, list, typed.text("ten"), "").await?;
    Ok(redirect(list, Some("ui-flash-filter-forgotten")))
}

/// The query that makes a list show what it shows now, on its first page.
pub(crate) fn kept(query: &Query) -> String {
    let passing = ["sau", "truoc", "dang", LIST];
    let set = query.0.iter().filter(|(n, v)| !v.is_empty() && !passing.contains(&n.as_str()));
    set.map(|(n, v)| format!("{}={}", platform_url(n), platform_url(v))).collect::<Vec<_>>().join("&")
}

/// An address of this site, and nothing that a browser takes for another.
fn local(path: &str) -> Result<&str> {
    let is_local = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '?', '#']);
    if is_local { Ok(path) } else { Err(Error::NotFound) }
}
