//! Award proposals: from published emulation, with the reason; decided on by a second person.

use super::super::acts;
use super::super::slice::{APPROVE, MANAGE};
use super::super::store::awards::{self, Award};
use super::super::store::reviews::Review;
use super::{FormView, all_agencies, as_seen, review_path, the_review, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::final_review::EmulationResult;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Cell, Choice, Column, Empty, Field, Form, Head, Row, Table};

/// The form to propose.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let review = the_review(&ctx, id, MANAGE).await?;
    review.state()?.writing()?;
    ui::html(&form(&ctx, &review, ["", "", ""], &FieldErrors::new()).await?)
}

/// Proposes.
pub async fn propose(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let review = the_review(&ctx, id, MANAGE).await?;
    let mut errors = FieldErrors::new();
    let agency = ctx.app.directory().by_code(typed.text("co-quan")).map(|a| a.id);
    if agency.is_none() {
        errors.add("co-quan", "form-required");
    }
    let person = typed.at_most(&mut errors, "ca-nhan", 200);
    let reason = typed.required(&mut errors, "ly-do", 2000);
    let (Some(agency), true) = (agency, errors.is_empty()) else {
        let fields = ["co-quan", "ca-nhan", "ly-do"].map(|n| typed.text(n));
        let page = form(&ctx, &review, fields, &errors).await?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let found = acts::grounds(&ctx.app, &review, Some(agency)).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::propose_award(&ctx.app, &tx, &review, (agency, &person), (&found, &reason)).await?;
    tx.commit().await?;
    Ok(redirect(&review_path(id), Some("final-review-flash-award")))
}

async fn form(
    ctx: &Ctx,
    review: &Review,
    [agency, person, reason]: [&str; 3],
    errors: &FieldErrors,
) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let here = review_path(review.id);
    let chosen = ctx.app.directory().by_code(agency).map_or(0, |a| a.id);
    let fields = vec![
        Field::select(
            "co-quan",
            ctx.t("final-review-head-agency"),
            all_agencies(ctx, review.owner_id, chosen),
        )
        .error(error("co-quan")),
        Field::text("ca-nhan", ctx.t("final-review-person"))
            .hint(ctx.t("final-review-person-hint"))
            .optional()
            .value(person)
            .error(error("ca-nhan")),
        Field::textarea("ly-do", ctx.t("final-review-head-reason"), 4).value(reason).error(error("ly-do")),
    ];
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, format!("{here}/khen-thuong"), ctx.t("final-review-award"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    let title = ctx.t("final-review-award");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, review.name.clone()),
        head: Head {
            caption: review.name.clone(),
            lead: ctx.t("final-review-award-lead"),
            ..Head::new(title)
        },
        table: Some(best(ctx, &acts::grounds(&ctx.app, review, None).await?)),
        form,
    })
}

/// The agencies with the highest class in the years of the review, those with the most years first.
fn best(ctx: &Ctx, found: &[EmulationResult]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "thi-dua", ctx.t("final-review-best"));
    table.columns = vec![
        Column::new("co-quan", ctx.t("final-review-head-agency")),
        Column::new("can-cu", ctx.t("final-review-head-grounds")),
    ];
    let mut agencies: Vec<(i64, Vec<&EmulationResult>)> = Vec::new();
    for result in found.iter().filter(|r| r.highest) {
        match agencies.iter_mut().find(|(agency, _)| *agency == result.agency_id) {
            Some((_, own)) => own.push(result),
            None => agencies.push((result.agency_id, vec![result])),
        }
    }
    agencies.sort_by_key(|(agency, own)| (std::cmp::Reverse(own.len()), *agency));
    table.rows = agencies
        .iter()
        .map(|(agency, own)| {
            let told =
                own.iter().map(|r| Cell::link(r.href.clone(), format!("{}: {}", r.year, r.class_name)));
            Row::new(vec![Cell::text(ctx.app.directory().name(*agency)), Cell::Stack(told.collect())])
        })
        .collect();
    table.empty = Empty::new(ctx.t("final-review-best-empty"), ctx.t("final-review-best-empty-text"));
    table
}

/// The form to decide on a proposal.
pub async fn ask_decision(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let award = awards::get(&ctx.app.store, id).await?;
    let review = the_review(&ctx, award.review_id, APPROVE).await?;
    ui::html(&decision(&ctx, &review, &award, ["", ""], &FieldErrors::new()))
}

/// Decides.
pub async fn decide(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let award = awards::get(&ctx.app.store, id).await?;
    let review = the_review(&ctx, award.review_id, APPROVE).await?;
    unchanged(&typed, award.version, || ctx.t(&format!("final-review-award-{}", award.state)))?;
    let mut errors = FieldErrors::new();
    let reason = typed.at_most(&mut errors, "ly-do", 2000);
    let agreed = match typed.text("ket-luan") {
        "agreed" => Some(true),
        "refused" => Some(false),
        _ => None,
    };
    if agreed.is_none() {
        errors.add("ket-luan", "form-required");
    }
    if agreed == Some(false) && reason.is_empty() {
        errors.add("ly-do", "form-required");
    }
    let (Some(agreed), true) = (agreed, errors.is_empty()) else {
        let page = decision(&ctx, &review, &award, ["ket-luan", "ly-do"].map(|n| typed.text(n)), &errors);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let by = ctx.viewer()?.account_id;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::decide_award(&tx, &review, &award, by, (agreed, &reason)).await?;
    tx.commit().await?;
    Ok(redirect(&review_path(review.id), Some("final-review-flash-award-decided")))
}

fn decision(
    ctx: &Ctx,
    review: &Review,
    award: &Award,
    [held, reason]: [&str; 2],
    errors: &FieldErrors,
) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let choices =
        ["agreed", "refused"].map(|c| Choice::new(c, ctx.t(&format!("final-review-award-{c}")), c == held));
    let fields = vec![
        Field::radios("ket-luan", ctx.t("final-review-award-conclusion"), choices.into())
            .error(error("ket-luan")),
        Field::textarea("ly-do", ctx.t("final-review-head-reason"), 3)
            .hint(ctx.t("final-review-award-reason-hint"))
            .optional()
            .value(reason)
            .error(error("ly-do")),
    ];
    let words = ui::words(&ctx.locale);
    let action = format!("/tong-ket-cchc/khen-thuong/{}", award.id);
    let mut form = Form::new(&words, action, ctx.t("final-review-award-decide"), fields)
        .with_secondary(review_path(review.id), ctx.t("ui-back"));
    form.hidden = as_seen(award.version);
    let who = format!("{} {}", award.person, ctx.app.directory().name(award.agency_id)).trim().to_owned();
    FormView {
        page: ui::page(ctx, who.clone()).with_back(review_path(review.id), review.name.clone()),
        head: Head {
            caption: ctx.t("final-review-award-decide"),
            lead: format!("{} {}", award.grounds, award.reason).trim().to_owned(),
            ..Head::new(who)
        },
        table: None,
        form,
    }
}
