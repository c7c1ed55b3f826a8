//! /cua-toi/ban-nhap/{id}/giay-to: attachments; the type is read from the content, the largest size said at the picker.

use super::super::rules::{self, Attached, MAXIMUM_FILE, attachable};
use super::super::store;
use super::super::work::{Work, load, path};
use super::{Step, at_work, step};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use contracts::procedures::Component;
use platform::error::Error;
use platform::http::{Submitted, redirect};
use platform::{Change, Ctx, FieldErrors, Result, Tx};
use serde_json::json;
use ui::{Choice, Field, Form, Inset};

/// Shows the step.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let work = at_work!(load(&ctx, id).await?);
    let papers = work.draft.papers()?;
    ui::html(&view(&ctx, &work, &papers, &FieldErrors::new()))
}

/// Keeps the good files, says what is wrong with the others and what is still needed.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let work = at_work!(load(&ctx, id).await?);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let (papers, mut errors) = taken(&ctx, &tx, &work, &typed).await?;
    store::keep_papers(&tx, id, &papers).await?;
    let count = papers.iter().filter(|p| p.hash.is_some()).count();
    let after = json!({ "draft_step": "giay-to", "draft_files": count });
    tx.journal(Change::of("online_services", "draft", id, "draft_save").after(after)).await?;
    tx.commit().await?;
    if !typed.ticked("de_sau") {
        let needed = rules::papers(&work.version.body, &papers).0;
        let fresh: Vec<_> =
            needed.into_iter().filter(|e| !errors.0.iter().any(|known| known.field == e.field)).collect();
        errors.0.extend(fresh);
    }
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &work, &papers, &errors));
    }
    Ok(redirect(&path(id), Some("online-services-flash-saved")))
}

/// The papers after this sending: new files stored, removed ones dropped, promises noted.
async fn taken(ctx: &Ctx, tx: &Tx, work: &Work, typed: &Submitted) -> Result<(Vec<Attached>, FieldErrors)> {
    let before = work.draft.papers()?;
    let mut errors = FieldErrors::new();
    let mut papers = Vec::new();
    for component in attachable(&work.version.body) {
        let field = format!("tep.{}", component.key);
        let kept = before.iter().find(|p| p.component == component.key && p.hash.is_some());
        let mut paper = kept.filter(|_| !typed.ticked(&format!("bo.{}", component.key))).cloned();
        if let Some(upload) = typed.uploads.iter().find(|u| u.field == field) {
            let limit = MAXIMUM_FILE.min(ctx.app.largest_file());
            match ctx.app.files.put(tx, upload.content.clone(), limit).await {
                Ok(file) => {
                    let name: String = upload.name.chars().take(200).collect();
                    paper = Some(Attached {
                        component: component.key.clone(),
                        hash: Some(file.hash),
                        name,
                        size: file.size,
                    });
                }
                Err(Error::Refused(refusal)) => errors.add_with(field, refusal.key, refusal.args),
                Err(other) => return Err(other),
            }
        }
        if paper.is_none() && may_wait(component) && typed.ticked(&format!("sau.{}", component.key)) {
            paper =
                Some(Attached { component: component.key.clone(), hash: None, name: String::new(), size: 0 });
        }
        papers.extend(paper);
    }
    Ok((papers, errors))
}

/// Whether the paper may be brought later instead of attached.
fn may_wait(component: &Component) -> bool {
    !component.required || component.required_when.is_some()
}

/// One's own attachment.
pub async fn file(ctx: Ctx, Path((id, component)): Path<(i64, String)>) -> Result<Response> {
    let work = at_work!(load(&ctx, id).await?);
    let papers = work.draft.papers()?;
    let hash = papers
        .iter()
        .find(|p| p.component == component)
        .and_then(|p| p.hash.clone())
        .ok_or(Error::NotFound)?;
    let (stored, content) = ctx.app.files.get(&ctx.app.store, &hash).await?;
    // Shown by the browser only as what its content is; anything else it may not guess.
    let shown = stored.media_type == "application/pdf" || stored.media_type.starts_with("image/");
    let disposition = if shown { "inline" } else { "attachment" };
    let heads = [
        (header::CONTENT_TYPE, stored.media_type),
        (header::CONTENT_DISPOSITION, disposition.to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((heads, content).into_response())
}

fn view(ctx: &Ctx, work: &Work, papers: &[Attached], errors: &FieldErrors) -> Step {
    let fields: Vec<Field> =
        attachable(&work.version.body).map(|c| field(ctx, work, c, papers, errors)).collect();
    let mut parts = Vec::new();
    if fields.is_empty() {
        parts.push(ui::markup(&Inset { text: ctx.t("online-services-papers-none") }));
    }
    let mut form =
        Form::new(&ui::words(&ctx.locale), work.page("giay-to"), ctx.t("online-services-save"), fields)
            .multipart();
    form.second_button = Some(("de_sau".to_owned(), "1".to_owned(), ctx.t("online-services-later")));
    let (page, mut head) = step(ctx, work, "online-services-papers-step", !errors.is_empty());
    head.lead = ctx.t("online-services-papers-lead");
    Step { page, head, parts, form: Some(form) }
}

fn field(ctx: &Ctx, work: &Work, component: &Component, papers: &[Attached], errors: &FieldErrors) -> Field {
    let name = format!("tep.{}", component.key);
    let own = papers.iter().find(|p| p.component == component.key);
    let attached = own.filter(|p| p.hash.is_some());
    let megabytes = MAXIMUM_FILE.min(ctx.app.largest_file()) / 1024 / 1024;
    let max = ctx.tn("online-services-file-max", &[("maximum", megabytes.to_string())]);
    let label =
        ctx.t(if attached.is_some() { "online-services-file-other" } else { "online-services-file-choose" });
    let mut picker = Field::file(&name, label, ".pdf,.jpg,.jpeg,.png,.webp,.heic,.docx,.xlsx", max);
    picker.error = ui::field_error(ctx, errors, &name);
    picker.required = attached.is_none() && !may_wait(component);
    picker.optional_text =
        Some(String::new()).filter(|_| attached.is_some()).map(|_| ctx.t("online-services-file-kept"));
    let mut inner = Vec::new();
    if let Some(paper) = attached {
        let text = format!("{} ({})", paper.name, size(paper.size));
        let list = ui::SummaryList::new(&ui::words(&ctx.locale)).row(
            ctx.t("online-services-file-attached"),
            ui::Cell::link(format!("{}/{}", work.page("tep"), component.key), text),
        );
        inner.push(Field::html(ui::markup(&list)));
    }
    inner.push(picker);
    let ticks = |name: String, key: &str, on: bool| {
        let mut field =
            Field::checkboxes(name, component.name.clone(), vec![Choice::new("1", ctx.t(key), on)])
                .label_hidden();
        field.required = true;
        field
    };
    if attached.is_some() {
        inner.push(ticks(format!("bo.{}", component.key), "online-services-file-remove", false));
    } else if may_wait(component) {
        inner.push(ticks(format!("sau.{}", component.key), "online-services-file-later", own.is_some()));
    }
    let mut group = Field::group(format!("giay.{}", component.key), component.name.clone(), inner);
    let notes: Vec<String> = [
        Some(ctx.t(&format!("online-services-paper-{}", component.kind.replace('_', "-")))),
        component
            .required_when
            .as_ref()
            .map(|w| ctx.tn("online-services-paper-when", &[("when", w.clone())])),
        component.note.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    group.hint = Some(notes.join(". "));
    group.required = !may_wait(component);
    group
}

/// 1,2 MB or 340 KB.
pub(super) fn size(bytes: i64) -> String {
    if bytes >= 1024 * 1024 {
        let tenths = bytes * 10 / (1024 * 1024);
        format!("{},{} MB", tenths / 10, tenths % 10)
    } else {
        format!("{} KB", (bytes / 1024).max(1))
    }
}
