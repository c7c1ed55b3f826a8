//! /quan-tri/thu-tuc/{code}: a procedure as its keepers see it: what is missing, form files, versions, who changed what.

use super::super::judge::judge_one;
use super::super::store::{self, FormFile};
use super::sheet::{current, versions};
use super::{parts, service_tag, status_words};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::procedures::Procedure;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::journal::Change;
use platform::{Ctx, FieldErrors, uploads};
use serde_json::json;
use ui::{Action, ActionKind, Cell, Field, Form, Head, History, Page, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "catalogue/pages/record.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    forms_title: String,
    forms_lead: String,
    forms: Vec<Form>,
    changes_title: String,
    changes: Table,
    versions_title: String,
    versions: Table,
    history_title: String,
    history: History,
}

/// Longest name of a form file that is kept.
const NAME: usize = 200;

/// Shows the record.
pub async fn show(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    ui::html(&view(&ctx, &code, &FieldErrors::new(), "").await?)
}

/// Keeps or takes away the file of one form.
pub async fn put(ctx: Ctx, Path(code): Path<String>, typed: Submitted) -> Result<Response> {
    let history = store::history(&ctx.app.store, &code).await?;
    let (version, _) = current(&ctx, &code, &history).await?;
    let form = typed.text("mau").to_owned();
    if !version.body.forms.iter().any(|f| f.name == form) {
        return Err(Error::NotFound);
    }
    let procedure = store::procedure_id(&ctx.app.store, &code).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let change = Change::of("catalogue", "procedure", procedure, "procedure_form");
    let after = if typed.ticked("bo") {
        if !store::drop_form(&tx, procedure, &form).await? {
            return Err(Error::NotFound);
        }
        json!({"procedure_form_name": form, "procedure_file": null})
    } else {
        let mut errors = FieldErrors::new();
        let upload = typed.uploads.iter().find(|u| u.field == "tep" && !u.content.is_empty());
        let mut kept = None;
        match upload {
            None => errors.add("tep", "form-required"),
            Some(upload) => {
                match ctx.app.files.put(&tx, upload.content.clone(), ctx.app.settings.max_upload).await {
                    Ok(stored) => kept = Some((stored, upload.name.chars().take(NAME).collect::<String>())),
                    Err(Error::Refused(refusal)) => errors.add_with("tep", refusal.key, refusal.args),
                    Err(other) => return Err(other),
                }
            }
        }
        let Some((stored, name)) = kept else {
            return ui::html_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &view(&ctx, &code, &errors, &form).await?,
            );
        };
        store::put_form(&tx, procedure, &form, &stored, &name).await?;
        json!({"procedure_form_name": form, "procedure_file": name})
    };
    tx.journal(change.after(after)).await?;
    judge_one(&ctx.app, &tx, &code).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/quan-tri/thu-tuc/{code}"), Some("catalogue-flash-form")))
}

async fn view(ctx: &Ctx, code: &str, errors: &FieldErrors, wrong: &str) -> Result<View> {
    let db = &ctx.app.store;
    let all = store::history(db, code).await?;
    let newest = all.first().ok_or(Error::NotFound)?;
    let catalogue: std::sync::Arc<dyn contracts::procedures::Catalogue> = ctx.app.port()?;
    let version = catalogue.version(&ctx.app, newest.id).await?;
    let body = &version.body;
    let files = store::form_files(db, code).await?;
    let entries = platform::journal::history(db, "procedure", store::procedure_id(db, code).await?).await?;
    let mut head = Head::new(body.name.clone());
    head.caption = body.code.clone();
    head.actions = vec![
        Action::link(
            format!("/quan-tri/thu-tuc/thay-doi/moi?ma={code}"),
            ctx.t("catalogue-change-open"),
            ActionKind::Primary,
        ),
        Action::link(format!("/thu-tuc/{code}"), ctx.t("catalogue-record-sheet"), ActionKind::Quiet),
    ];
    let facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("catalogue-head-status"), status_words(ctx, &newest.status, &newest.missing_parts))
        .row(ctx.t("catalogue-head-missing"), parts(ctx, &newest.missing_parts))
        .row(ctx.t("catalogue-head-unconfirmed"), parts(ctx, &newest.unconfirmed_parts))
        .row(
            ctx.t("catalogue-head-service"),
            Cell::Tag(service_tag(ctx, newest.service_level, newest.whole_way)),
        );
    Ok(View {
        page: ui::page(ctx, body.name.clone()).with_back("/quan-tri/thu-tuc", ctx.t("catalogue-staff-title")),
        head,
        facts,
        forms_title: ctx.t("catalogue-part-forms"),
        forms_lead: ctx.t(if body.form.is_some() {
            "catalogue-record-forms-made"
        } else if body.forms.is_empty() {
            "catalogue-record-forms-none"
        } else {
            "catalogue-record-forms-needed"
        }),
        forms: forms(ctx, body, &files, errors, wrong)?,
        changes_title: ctx.t("catalogue-changes-title"),
        changes: changes(ctx, &store::changes_of(db, code).await?),
        versions_title: ctx.t("catalogue-section-versions"),
        versions: versions(ctx, &all),
        history_title: ctx.t("catalogue-record-history"),
        history: ui::history(ctx, &entries),
    })
}

/// The changes of the procedure, with how far each has come.
fn changes(ctx: &Ctx, found: &[store::ChangeRow]) -> Table {
    let rows = found.iter().map(|c| {
        vec![
            Cell::link(format!("{}/{}", super::changes::PATH, c.id), super::day(&c.effect_on)),
            Cell::text(super::super::rules::words::name(&ctx.locale, "change", &c.kind)),
            Cell::Tag(super::stage_tag(ctx, &c.stage)),
            Cell::from(parts(ctx, &c.parts)),
        ]
    });
    let heads = [
        "catalogue-change-effect",
        "catalogue-change-kind",
        "catalogue-change-stage",
        "catalogue-decision-changed",
    ];
    super::sheet_parts::table(ctx, "bang-thay-doi", "catalogue-changes-title", &heads, rows.collect())
}

/// One small form a paper form: choose a file, or take the one there away.
fn forms(
    ctx: &Ctx,
    body: &Procedure,
    files: &[FormFile],
    errors: &FieldErrors,
    wrong: &str,
) -> Result<Vec<Form>> {
    let taken = uploads::Rules::on(&ctx.app, ctx.today())?.only(&["PDF", "DOCX"]);
    let words = ui::words(&ctx.locale);
    let action = format!("/quan-tri/thu-tuc/{}/bieu-mau", body.code);
    let mut all = Vec::new();
    for form in &body.forms {
        let mut field = Field::file("tep", form.name.clone(), taken.accept(), taken.words(ctx));
        if wrong == form.name {
            field.error = ui::field_error(ctx, errors, "tep");
        }
        let mut put =
            Form::new(&words, action.clone(), ctx.t("catalogue-record-put"), vec![field]).multipart();
        put.hidden = vec![("mau".to_owned(), form.name.clone())];
        if let Some(file) = files.iter().find(|f| f.form_name == form.name) {
            let label = ctx.tn("catalogue-record-drop", &[("file", file.file_name.clone())]);
            put.second_button = Some(("bo".to_owned(), "1".to_owned(), label));
        }
        all.push(put);
    }
    Ok(all)
}
