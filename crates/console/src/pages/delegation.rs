//! Delegation (ủy quyền): lending one's own role to a colleague for some days; the journal tells who lent it.

use super::account::{grant_state, reach};
use super::sheet::{Sheet, choices, span};
use crate::rules;
use crate::store::grants::{self, Grant};
use crate::store::{accounts, roles};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use ui::{Cell, Column, Empty, Field, Form, Page, Row, Table, Width};

/// `GET /uy-quyen`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    page(&ctx, StatusCode::OK, &Submitted::default(), &FieldErrors::new()).await
}

/// The grants one may lend: one's own, in force, not lent by somebody else, of roles that administer no accounts.
async fn own(ctx: &Ctx) -> Result<Vec<Grant>> {
    let all = grants::of_account(&ctx.app.store, ctx.viewer()?.account_id).await?;
    let mut own = Vec::new();
    for grant in all.into_iter().filter(|g| g.delegated_by.is_none() && g.in_force(ctx.today())) {
        // Who administers accounts is chosen by two persons, and lends that to nobody.
        let role = roles::one(&ctx.app.store, &grant.role_code).await?;
        if !rules::administers(role.permissions().iter().map(String::as_str)) {
            own.push(grant);
        }
    }
    Ok(own)
}

/// Who is meant: by sign-in name or, where only one bears it, by the name that colleagues know.
async fn receiver(
    ctx: &Ctx,
    typed: &str,
    me: i64,
    errors: &mut FieldErrors,
) -> Result<Option<accounts::Row>> {
    if typed.is_empty() {
        return Ok(None);
    }
    let by_login = accounts::staff_by_login(&ctx.app.store, typed).await?.filter(|a| a.id != me);
    if by_login.is_some() {
        return Ok(by_login);
    }
    let mut named = accounts::staff_by_name(&ctx.app.store, typed).await?;
    named.retain(|a| a.id != me);
    match named.len() {
        1 => return Ok(named.pop()),
        0 => errors.add("nguoi_nhan", "console-error-receiver"),
        _ => errors.add("nguoi_nhan", "console-error-receiver-several"),
    }
    Ok(None)
}

/// `POST /uy-quyen`.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    let me = ctx.viewer()?.account_id;
    let own = own(&ctx).await?;
    let mut errors = FieldErrors::new();
    let asked = form.text("quyen").parse::<i64>().ok();
    let lent = own.iter().find(|g| Some(g.id) == asked);
    if lent.is_none() {
        errors.add("quyen", "form-required");
    }
    let login = form.required(&mut errors, "nguoi_nhan", 60);
    let receiver = receiver(&ctx, &login, me, &mut errors).await?;
    let (from, to) = (form.day(&mut errors, "tu_ngay"), form.day(&mut errors, "den_ngay"));
    for (field, day) in [("tu_ngay", from), ("den_ngay", to)] {
        if day.is_none() && form.text(field).is_empty() {
            errors.add(field, "form-required");
        }
    }
    let reason = form.required(&mut errors, "ly_do", 500);
    if let Some((from, to)) = from.zip(to)
        && let Some((field, key)) =
            rules::delegation_fault(ctx.today(), from, to, lent.and_then(Grant::last_day))
    {
        errors.add(field, key);
    }
    let (Some(lent), Some(receiver), true) = (lent, receiver, errors.is_empty()) else {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors).await;
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let new = grants::New {
        account_id: receiver.id,
        role_code: &lent.role_code,
        agency_id: lent.agency_id,
        subtree: lent.subtree,
        from,
        to,
        delegated_by: Some(me),
    };
    grants::give(&tx, &new, Some(&reason)).await?;
    tx.commit().await?;
    Ok(redirect("/uy-quyen", Some("console-flash-delegated")))
}

/// `POST /uy-quyen/{quyen}/ket-thuc`: taking back what one lent.
pub async fn end(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let grant = grants::one(&ctx.app.store, id).await?;
    if grant.delegated_by != Some(ctx.viewer()?.account_id) {
        return Err(Error::NotFound);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    grants::end(&tx, &grant).await?;
    tx.commit().await?;
    Ok(redirect("/uy-quyen", Some("console-flash-taken-back")))
}

async fn page(ctx: &Ctx, status: StatusCode, form: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let me = ctx.viewer()?.account_id;
    let lendable = own(ctx).await?;
    let lent = grants::lent_by(&ctx.app.store, me).await?;
    let received: Vec<Grant> = grants::of_account(&ctx.app.store, me)
        .await?
        .into_iter()
        .filter(|g| g.delegated_by.is_some())
        .collect();
    let sheet = Sheet::new(ctx, "console-delegation-title").lead(ctx.t("console-delegation-lead"));
    let page = sheet.page.clone();
    let sheet = if lendable.is_empty() {
        sheet.part(&Empty::new(ctx.t("console-delegation-none"), ctx.t("console-delegation-none-text")))
    } else {
        sheet.form(&lend_form(ctx, &page, &lendable, form, errors))
    };
    sheet
        .heading(&ctx.t("console-delegation-lent"))
        .part(&table(ctx, &page, "da-giao", &lent, true))
        .heading(&ctx.t("console-delegation-received"))
        .part(&table(ctx, &page, "duoc-giao", &received, false))
        .answer_with(status)
}

fn lend_form(ctx: &Ctx, page: &Page, own: &[Grant], form: &Submitted, errors: &FieldErrors) -> Form {
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let grants =
        own.iter().map(|g| (g.id.to_string(), format!("{}: {}", g.role_name, reach(ctx, g)))).collect();
    let fields = vec![
        Field::select("quyen", ctx.t("console-delegation-grant"), choices(ctx, grants, form.text("quyen")))
            .error(error("quyen")),
        Field::text("nguoi_nhan", ctx.t("console-delegation-to"))
            .hint(ctx.t("console-delegation-to-hint"))
            .value(form.text("nguoi_nhan"))
            .error(error("nguoi_nhan"))
            .width(Width::Medium),
        Field::date("tu_ngay", ctx.t("console-from-day"))
            .value(form.text("tu_ngay"))
            .error(error("tu_ngay"))
            .width(Width::Short),
        Field::date("den_ngay", ctx.t("console-to-day"))
            .value(form.text("den_ngay"))
            .error(error("den_ngay"))
            .width(Width::Short),
        Field::textarea("ly_do", ctx.t("console-reason"), 2)
            .hint(ctx.t("console-delegation-reason-hint"))
            .value(form.text("ly_do"))
            .error(error("ly_do")),
    ];
    Form::new(&page.words, "/uy-quyen", ctx.t("console-delegation-submit"), fields)
}

fn table(ctx: &Ctx, page: &Page, id: &str, grants: &[Grant], mine: bool) -> Table {
    let title = if mine { "console-delegation-lent" } else { "console-delegation-received" };
    let mut table = Table::new(&page.words, id, ctx.t(title));
    table.caption_hidden = true;
    let who = if mine { "console-delegation-to" } else { "console-grant-lender" };
    table.columns =
        [who, "console-role", "console-grant-where", "console-grant-when", "console-state", "console-act"]
            .map(|key| Column::new("", ctx.t(key)))
            .into();
    table.empty = Empty::new(ctx.t("console-delegation-empty"), "");
    table.rows = grants
        .iter()
        .map(|g| {
            let person = if mine { g.account_name.clone() } else { g.lender.clone().unwrap_or_default() };
            let act = if mine {
                Cell::post(
                    format!("/uy-quyen/{}/ket-thuc", g.id),
                    ctx.t("console-delegation-end"),
                    &g.account_name,
                )
            } else {
                Cell::Empty
            };
            let when = span(ctx, g.valid_from.as_deref(), g.valid_to.as_deref());
            Row::new(vec![
                person.into(),
                Cell::text(&g.role_name),
                reach(ctx, g).into(),
                when.into(),
                grant_state(ctx, g).into(),
                act,
            ])
        })
        .collect();
    table
}
