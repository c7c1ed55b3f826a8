//! Bonus and penalty of an entry, each with its reason and where its evidence is.

use super::super::acts;
use super::super::rules::Points;
use super::super::slice::APPRAISE;
use super::super::store::entries::Entry;
use super::super::store::points;
use super::{FormView, entry_path, their_entry};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Field, Form, Head};

/// Points that one line may add or take at most.
const MOST: i64 = 20;

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (entry, round) = their_entry(&ctx, id, APPRAISE).await?;
    round.state()?.open()?;
    ui::html(&view(&ctx, &entry, ["", "", ""], &FieldErrors::new()).await?)
}

/// Adds a line.
pub async fn add(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (entry, round) = their_entry(&ctx, id, APPRAISE).await?;
    let mut errors = FieldErrors::new();
    let most = Points::whole(MOST).0;
    let added = Points::parse(form.text("diem")).filter(|p| p.0 != 0 && (-most..=most).contains(&p.0));
    if added.is_none() {
        errors.add_with("diem", "emulation-error-extra", vec![("most", MOST.to_string())]);
    }
    let reason = form.required(&mut errors, "ly-do", 500);
    let href = form.at_most(&mut errors, "dia-chi", 300);
    // A page of this program, and no other: what stands there is guarded by its own rights.
    if !href.is_empty() && (!href.starts_with('/') || href.starts_with("//")) {
        errors.add("dia-chi", "emulation-error-address");
    }
    let (Some(added), true) = (added, errors.is_empty()) else {
        let typed = ["diem", "ly-do", "dia-chi"].map(|n| form.text(n));
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &entry, typed, &errors).await?);
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::add_extra(&tx, &round, &entry, added, (&reason, &href)).await?;
    tx.commit().await?;
    Ok(redirect(&entry_path(id), Some("emulation-flash-extra")))
}

/// Takes a line away.
pub async fn remove(ctx: Ctx, Path((id, extra)): Path<(i64, i64)>) -> Result<Response> {
    let (entry, round) = their_entry(&ctx, id, APPRAISE).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::drop_extra(&tx, &round, &entry, extra).await?;
    tx.commit().await?;
    Ok(redirect(&entry_path(id), Some("emulation-flash-extra-gone")))
}

async fn view(
    ctx: &Ctx,
    entry: &Entry,
    [points, reason, href]: [&str; 3],
    errors: &FieldErrors,
) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let here = entry_path(entry.id);
    let fields = vec![
        Field::text("diem", ctx.t("emulation-head-points"))
            .hint(ctx.t("emulation-extra-hint"))
            .value(points)
            .error(error("diem")),
        Field::text("ly-do", ctx.t("emulation-head-reason")).value(reason).error(error("ly-do")),
        Field::text("dia-chi", ctx.t("emulation-head-evidence"))
            .hint(ctx.t("emulation-evidence-hint"))
            .optional()
            .value(href)
            .error(error("dia-chi")),
    ];
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, format!("{here}/cong-tru"), ctx.t("emulation-extra-add"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    let agency = ctx.app.directory().name(entry.agency_id).to_owned();
    let title = ctx.t("emulation-extra");
    let known = self::points::extras(&ctx.app.store, entry.id).await?;
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, agency.clone()),
        head: Head { caption: agency, ..Head::new(title) },
        table: Some(super::entry::plain_extras(ctx, &known)),
        form,
    })
}
