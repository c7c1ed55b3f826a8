//! /ra-soat/phuong-an/{id}/thuc-thi: an approved proposal carried out: by what each document was amended, and the evidence.

use super::super::acts;
use super::super::rules::proposal::State;
use super::super::slice::EDIT;
use super::super::store::proposals::{self, Document, Proposal};
use super::proposal::{found, title};
use super::proposals::standing;
use super::{FormView, as_seen, seen};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Refusal};
use ui::{Field, Form, Head};

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let p = found(&ctx, EDIT, id).await?;
    if p.state()? != State::Approved {
        return Err(Refusal::new("simplification-refused-not-approved").into());
    }
    let documents = proposals::documents(&ctx.app.store, id).await?;
    let typed: Vec<String> = documents.iter().map(|d| d.amended_by.clone()).collect();
    let today = ctx.today().to_string();
    ui::html(&view(&ctx, &p, (&documents, &typed), ["", &today], &FieldErrors::new()))
}

/// Keeps it.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let p = found(&ctx, EDIT, id).await?;
    match carried(&ctx, &p, &form).await {
        Ok(()) => Ok(redirect(&format!("/ra-soat/phuong-an/{id}"), Some("simplification-flash-carried"))),
        Err(Error::Invalid(errors)) => {
            let documents = proposals::documents(&ctx.app.store, id).await?;
            let typed: Vec<String> =
                documents.iter().map(|d| form.text(&format!("sua-{}", d.id)).to_owned()).collect();
            let said = [form.text("can-cu"), form.text("ngay")];
            let page = view(&ctx, &p, (&documents, &typed), said, &errors);
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

/// Keeps it as it was typed.
pub async fn carried(ctx: &Ctx, p: &Proposal, form: &Submitted) -> Result<()> {
    seen(form, p.version, || Ok(standing(ctx, p)?.text))?;
    let documents = proposals::documents(&ctx.app.store, p.id).await?;
    let mut errors = FieldErrors::new();
    let typed: Vec<String> =
        documents.iter().map(|d| form.required(&mut errors, &format!("sua-{}", d.id), 300)).collect();
    let evidence = form.required(&mut errors, "can-cu", 2000);
    let on = form.day(&mut errors, "ngay").filter(|d| *d <= ctx.today());
    if on.is_none() && errors.0.iter().all(|e| e.field != "ngay") {
        errors.add("ngay", "simplification-error-past");
    }
    if let Some(decided) = p.decided().filter(|decided| on.is_some_and(|on| on < *decided)) {
        errors.add_with("ngay", "simplification-error-before-decision", vec![("day", decided.vn())]);
    }
    let (Some(on), true) = (on, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let amended: Vec<(i64, String)> = documents.iter().map(|d| d.id).zip(typed).collect();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::carry_out(&tx, p, &amended, &evidence, on).await?;
    tx.commit().await
}

fn view(
    ctx: &Ctx,
    p: &Proposal,
    (documents, typed): (&[Document], &[String]),
    [evidence, on]: [&str; 2],
    errors: &FieldErrors,
) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let mut fields: Vec<Field> = documents
        .iter()
        .zip(typed)
        .map(|(d, by)| {
            let name = format!("sua-{}", d.id);
            let args = [("number", d.number.clone()), ("article", d.article.clone())];
            let problem = error(&name);
            Field::text(name, ctx.tn("simplification-amended-by", &args))
                .hint(ctx.t("simplification-amended-hint"))
                .value(by.clone())
                .error(problem)
        })
        .collect();
    fields.push(
        Field::textarea("can-cu", ctx.t("simplification-carried-evidence"), 3)
            .hint(ctx.t("simplification-carried-hint"))
            .value(evidence)
            .error(error("can-cu")),
    );
    fields.push(Field::date("ngay", ctx.t("simplification-carried-day")).value(on).error(error("ngay")));
    let here = format!("/ra-soat/phuong-an/{}", p.id);
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/thuc-thi"), ctx.t("simplification-carry-keep"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(p.version);
    let heading = ctx.t("simplification-carry");
    FormView {
        page: ui::page(ctx, heading.clone()).with_back(here, title(ctx, p)),
        head: Head { caption: title(ctx, p), lead: ctx.t("simplification-carry-lead"), ..Head::new(heading) },
        form,
    }
}
