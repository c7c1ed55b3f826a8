//! /khai-so-lieu/{id}: one declared figure with its evidence, its gap and its history; correcting it with a reason.

use super::super::board;
use super::super::slice::DECLARE;
use super::super::store::declared::{self, Declared};
use super::super::words::Writer;
use super::declare::{attached, compare, evidence_words, parse_value, value_error};
use super::link;
use axum::extract::Path;
use axum::http::StatusCode;
use kernel::Period;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Change, Ctx};
use ui::{Cell, Field, Form};

#[derive(askama::Template)]
#[template(path = "targets/pages/correct.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    warning: Option<ui::Warning>,
    summary: ui::SummaryList,
    form_title: String,
    form: Form,
    history_title: String,
    history: ui::History,
}

struct Shown {
    value: String,
    evidence: String,
    record: String,
    reason: String,
    errors: FieldErrors,
}

async fn find(ctx: &Ctx, id: i64) -> Result<Declared> {
    let found = declared::by_id(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(DECLARE, found.agency_id)?;
    Ok(found)
}

pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<axum::response::Response> {
    let found = find(&ctx, id).await?;
    let shown = Shown {
        value: Writer::new(&ctx.locale).number(found.value),
        evidence: found.evidence.clone(),
        record: found.link_href.clone().unwrap_or_default(),
        reason: String::new(),
        errors: FieldErrors::new(),
    };
    view(&ctx, &found, &shown, StatusCode::OK).await
}

async fn view(
    ctx: &Ctx,
    found: &Declared,
    shown: &Shown,
    status: StatusCode,
) -> Result<axum::response::Response> {
    let writer = Writer::new(&ctx.locale);
    let programme = board::programme(&ctx.app).await?;
    let measure = programme.as_ref().and_then(|p| p.measures.iter().find(|m| m.code == found.measure));
    let measure = measure.ok_or(Error::NotFound)?;
    let measured = match found.period.parse::<Period>() {
        Ok(period) => board::over(&ctx.app, found.agency_id, measure, period).await?,
        Err(_) => None,
    };
    let (summary, warning) = compare(ctx, measure, found.value, measured.as_ref());
    let at = kernel::Moment::from_micros(found.declared_at);
    let mut summary = summary
        .row(
            ctx.t("targets-column-measure"),
            Cell::link(format!("/muc-tieu/{}", measure.slug), writer.name(measure)),
        )
        .row(ctx.t("targets-column-agency"), ctx.app.directory().name(found.agency_id).to_owned())
        .row(ctx.t("targets-column-period"), writer.period(&found.period))
        .row(ctx.t("targets-column-evidence"), Cell::Stack(link::evidence(ctx, found)))
        .row(ctx.t("targets-declared-by"), format!("{} · {}", found.declared_name, at.vn()));
    if let Some(name) = &found.file_name {
        summary = summary.row(
            ctx.t("targets-declare-file"),
            Cell::link(format!("/khai-so-lieu/{}/tep", found.id), name.clone()),
        );
    }
    let taken = platform::uploads::Rules::on(&ctx.app, ctx.today())?;
    let error = |name: &str| ui::field_error(ctx, &shown.errors, name);
    let fields = vec![
        Field::text("gia-tri", ctx.t("targets-column-declared"))
            .hint(ctx.t("targets-declare-value-hint"))
            .value(shown.value.clone())
            .width(ui::Width::Short)
            .error(error("gia-tri")),
        link::field(ctx, &shown.record, &shown.errors),
        Field::textarea("can-cu", ctx.t("targets-column-evidence"), 4)
            .value(shown.evidence.clone())
            .error(error("can-cu")),
        Field::textarea("ly-do", ctx.t("targets-correct-reason"), 2)
            .value(shown.reason.clone())
            .error(error("ly-do")),
        Field::file("tep", ctx.t("targets-declare-file"), taken.accept(), taken.words(ctx))
            .optional()
            .error(error("tep")),
    ];
    let entries = platform::journal::history(&ctx.app.store, "declared_figure", found.id).await?;
    let title = ctx.tn("targets-declared-one", &[("measure", writer.name(measure))]);
    ui::html_with(
        status,
        &View {
            page: ui::page(ctx, title.clone()).with_back("/khai-so-lieu", ctx.t("targets-declare-title")),
            head: ui::Head { caption: measure.code.clone(), ..ui::Head::new(title) },
            warning,
            summary,
            form_title: ctx.t("targets-correct-title"),
            form: Form::new(
                &writer.words,
                format!("/khai-so-lieu/{}", found.id),
                ctx.t("targets-correct-submit"),
                fields,
            )
            .multipart(),
            history_title: ctx.t("targets-history"),
            history: ui::history(ctx, &entries),
        },
    )
}

pub(in super::super) async fn submit(
    ctx: Ctx,
    Path(id): Path<i64>,
    form: Submitted,
) -> Result<axum::response::Response> {
    let found = find(&ctx, id).await?;
    let programme = board::programme(&ctx.app).await?;
    let unit =
        programme.as_ref().and_then(|p| p.measures.iter().find(|m| m.code == found.measure)).map(|m| m.unit);
    let mut errors = FieldErrors::new();
    let value = parse_value(form.text("gia-tri"), unit);
    if let Some(key) = value_error(value, unit) {
        errors.add("gia-tri", key);
    }
    let record = link::read(&ctx, &form, found.link(), &mut errors).await?;
    let evidence = evidence_words(&form, record.is_some(), &mut errors);
    let reason = form.required(&mut errors, "ly-do", 500);
    let mut shown = Shown {
        value: form.text("gia-tri").to_owned(),
        evidence,
        record: form.text(link::NAME).to_owned(),
        reason,
        errors,
    };
    let (Some(value), true) = (value, shown.errors.0.is_empty()) else {
        return view(&ctx, &found, &shown, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let file = match attached(&ctx, &tx, &form).await {
        Err(Error::Refused(refusal)) => {
            drop(tx);
            shown.errors.add_with("tep", refusal.key, refusal.args);
            return view(&ctx, &found, &shown, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        other => other?,
    };
    let name = file.as_ref().map(|(_, name)| name.clone()).or(found.file_name.clone());
    declared::correct(&tx, id, value, (&shown.evidence, record.clone()), file).await?;
    let change = Change::of("targets", "declared_figure", id, "correct_figure")
        .before(serde_json::json!({"declared_value": found.value, "declared_evidence": found.evidence, "declared_file": found.file_name, "declared_link": found.link_label}))
        .after(serde_json::json!({"declared_value": value, "declared_evidence": shown.evidence, "declared_file": name, "declared_link": record.map(|l| l.label)}))
        .reason(Some(&shown.reason));
    tx.journal(change).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/khai-so-lieu/{id}"), Some("targets-flash-corrected")))
}

/// The evidence file, to who may see the figure.
pub(in super::super) async fn file(ctx: Ctx, Path(id): Path<i64>) -> Result<axum::response::Response> {
    let found = find(&ctx, id).await?;
    let hash = found.file_hash.ok_or(Error::NotFound)?;
    ui::kept_file(&ctx, &hash, found.file_name.as_deref().unwrap_or("tep")).await
}
