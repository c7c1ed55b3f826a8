//! /ra-soat/phuong-an/moi, /ra-soat/phuong-an/{id}/sua: a proposal made or rewritten, with the documents to amend.

use super::super::acts;
use super::super::rules::proposal::{MEASURES, PARTS};
use super::super::slice::EDIT;
use super::super::store::proposals::{self, Document, Proposal};
use super::proposal::{found, title};
use super::proposals::standing;
use super::{FormView, agencies, as_seen, choices, measure, part, procedure, procedures, seen};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::costs::{ComplianceCosts, StudiedCost};
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::once::Once;
use platform::{Ctx, FieldErrors};
use std::sync::Arc;
use ui::{Choice, Field, Form, Head};

/// Documents a proposal names at most.
const DOCUMENTS: usize = 5;

/// What is typed.
#[derive(Default)]
struct Typed {
    procedure: String,
    agency: String,
    part: String,
    measure: String,
    power: String,
    now: String,
    new: String,
    reason: String,
    deadline: String,
    documents: Vec<[String; 3]>,
}

/// The form of a new proposal.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let typed = Typed { procedure: query.get("thu-tuc").unwrap_or_default().to_owned(), ..Typed::default() };
    ui::html(&view(&ctx, None, &typed, (&Submitted::default(), &FieldErrors::new())).await?)
}

/// The form of one that stands.
pub async fn edit(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let p = found(&ctx, EDIT, id).await?;
    p.state()?.editable()?;
    let documents = proposals::documents(&ctx.app.store, id).await?;
    let typed = Typed {
        procedure: p.procedure_code.clone(),
        agency: String::new(),
        part: p.part.clone(),
        measure: p.measure.clone(),
        power: if p.own_power { "own" } else { "other" }.to_owned(),
        now: p.content_now.clone(),
        new: p.content_proposed.clone(),
        reason: p.reason.clone(),
        deadline: p.deadline_on.clone().unwrap_or_default(),
        documents: documents.into_iter().map(|d| [d.number, d.article, d.content]).collect(),
    };
    ui::html(&view(&ctx, Some(&p), &typed, (&Submitted::default(), &FieldErrors::new())).await?)
}

/// Makes the proposal.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    match proposed(&ctx, &form).await {
        Ok(id) => Ok(redirect(&format!("/ra-soat/phuong-an/{id}"), Some("simplification-flash-proposed"))),
        Err(Error::Invalid(errors)) => {
            let (typed, _) = read(&form, Proposal::default(), &mut FieldErrors::new());
            let page = view(&ctx, None, &typed, (&form, &errors)).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

/// Makes it as it was typed, one for a form sent twice; its id.
pub async fn proposed(ctx: &Ctx, form: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let version = procedure(ctx, form.text("thu-tuc")).await?;
    let directory = ctx.app.directory();
    let agency = directory.by_code(form.text("co-quan")).filter(|a| ctx.may(EDIT, a.id)).map(|a| a.id);
    if version.is_none() {
        errors.add("thu-tuc", "form-required");
    }
    if agency.is_none() {
        errors.add("co-quan", "form-required");
    }
    let (typed, read) = read(form, Proposal::default(), &mut errors);
    let (Some(version), Some(agency), true) = (version, agency, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    ctx.require(EDIT, agency)?;
    let new = Proposal {
        procedure_code: version.body.code.clone(),
        procedure_name: version.body.name.clone(),
        field: version.body.field.code.clone(),
        agency_id: agency,
        author_name: ctx.viewer()?.name.clone(),
        ..read
    };
    let new = with_cost(ctx, new).await?;
    let once = Once::of("simplification", form);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if let Some(known) = once.before(&tx).await? {
        return Ok(known);
    }
    let id = acts::propose(&tx, &new, &documents(&typed)).await?;
    once.opened(&tx, id).await?;
    tx.commit().await?;
    Ok(id)
}

/// Rewrites it.
pub async fn rewrite(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match rewritten(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let p = found(&ctx, EDIT, id).await?;
            let (typed, _) = read(&form, p.clone(), &mut FieldErrors::new());
            let page = view(&ctx, Some(&p), &typed, (&form, &errors)).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other
            .map(|()| redirect(&format!("/ra-soat/phuong-an/{id}"), Some("simplification-flash-rewritten"))),
    }
}

/// Rewrites the proposal that was seen as it was typed.
pub async fn rewritten(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let p = found(ctx, EDIT, id).await?;
    seen(form, p.version, || Ok(standing(ctx, &p)?.text))?;
    let mut errors = FieldErrors::new();
    let (typed, read) = read(form, p.clone(), &mut errors);
    errors.check()?;
    let new = with_cost(ctx, read).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::rewrite(&tx, &new, &documents(&typed)).await?;
    tx.commit().await
}

/// What was typed, as text and over the proposal that stands.
fn read(form: &Submitted, over: Proposal, errors: &mut FieldErrors) -> (Typed, Proposal) {
    for (name, known) in [("phan", PARTS.as_slice()), ("bien-phap", MEASURES.as_slice())] {
        if !known.contains(&form.text(name)) {
            errors.add(name, "form-required");
        }
    }
    let deadline = form.day(errors, "han");
    let mut line = |n: usize, name: &str, max: usize| form.at_most(errors, &format!("{name}-{n}"), max);
    let documents: Vec<[String; 3]> =
        (1..=DOCUMENTS).map(|n| [line(n, "so", 100), line(n, "dieu", 100), line(n, "sua", 600)]).collect();
    for (n, [number, article, content]) in (1..).zip(&documents) {
        if number.is_empty() && !(article.is_empty() && content.is_empty()) {
            errors.add(format!("so-{n}"), "simplification-error-document-number");
        }
    }
    let typed = Typed {
        procedure: form.text("thu-tuc").to_owned(),
        agency: form.text("co-quan").to_owned(),
        part: form.text("phan").to_owned(),
        measure: form.text("bien-phap").to_owned(),
        power: form.text("tham-quyen").to_owned(),
        now: form.required(errors, "hien-nay", 4000),
        new: form.required(errors, "de-xuat", 4000),
        reason: form.required(errors, "ly-do", 4000),
        deadline: form.text("han").to_owned(),
        documents,
    };
    let read = Proposal {
        part: typed.part.clone(),
        measure: typed.measure.clone(),
        own_power: typed.power != "other",
        content_now: typed.now.clone(),
        content_proposed: typed.new.clone(),
        reason: typed.reason.clone(),
        deadline_on: deadline.map(|d| d.to_string()),
        ..over
    };
    (typed, read)
}

fn documents(typed: &Typed) -> Vec<Document> {
    let named = typed.documents.iter().filter(|[number, ..]| !number.is_empty());
    named
        .map(|[number, article, content]| Document {
            number: number.clone(),
            article: article.clone(),
            content: content.clone(),
            ..Document::default()
        })
        .collect()
}

/// What the procedure costs by the newest study that counts for the proposal's agency.
async fn studied(ctx: &Ctx, p: &Proposal) -> Result<Option<StudiedCost>> {
    let Ok(costs) = ctx.app.port::<Arc<dyn ComplianceCosts>>() else { return Ok(None) };
    costs.of(&ctx.app, &p.procedure_code, p.agency_id).await
}

/// The cost before and after is taken from the study, as it stands when the proposal is written; that of a study which is not its
/// own any more goes.
async fn with_cost(ctx: &Ctx, p: Proposal) -> Result<Proposal> {
    let Some(cost) = studied(ctx, &p).await? else {
        return Ok(Proposal { cost_before: None, cost_after: None, cost_href: String::new(), ..p });
    };
    Ok(Proposal {
        cost_before: Some(cost.now.0),
        cost_after: cost.after.map(|d| d.0),
        cost_href: cost.href,
        ..p
    })
}

async fn view(
    ctx: &Ctx,
    p: Option<&Proposal>,
    typed: &Typed,
    (sent, errors): (&Submitted, &FieldErrors),
) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let mut fields = Vec::new();
    if p.is_none() {
        fields.push(
            Field::select(
                "thu-tuc",
                ctx.t("simplification-head-procedure"),
                procedures(ctx, "simplification-choose", &typed.procedure).await?,
            )
            .error(error("thu-tuc")),
        );
        let agencies = agencies(ctx, EDIT, &typed.agency)?;
        fields.push(
            Field::select("co-quan", ctx.t("simplification-head-agency"), agencies).error(error("co-quan")),
        );
    }
    fields.extend(body(ctx, typed, errors));
    fields
        .push(Field::heading(ctx.t("simplification-documents")).hint(ctx.t("simplification-documents-hint")));
    fields.extend(document_fields(ctx, typed, errors));
    let (action, heading, submit, back) = match p {
        None => (
            "/ra-soat/phuong-an/moi".to_owned(),
            ctx.t("simplification-proposal-new"),
            ctx.t("simplification-propose"),
            "/ra-soat/phuong-an".to_owned(),
        ),
        Some(p) => (
            format!("/ra-soat/phuong-an/{}/sua", p.id),
            title(ctx, p),
            ctx.t("simplification-keep"),
            format!("/ra-soat/phuong-an/{}", p.id),
        ),
    };
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, action, submit, fields).with_secondary(back, ctx.t("ui-back"));
    match p {
        Some(p) => form.hidden = as_seen(p.version),
        None => form = form.once(ctx, sent, errors),
    }
    Ok(FormView {
        page: ui::page(ctx, heading.clone())
            .with_back("/ra-soat/phuong-an", ctx.t("simplification-proposals-title")),
        head: Head { lead: ctx.t("simplification-proposal-lead"), ..Head::new(heading) },
        form,
    })
}

fn body(ctx: &Ctx, typed: &Typed, errors: &FieldErrors) -> Vec<Field> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let own = typed.power != "other";
    let powers = vec![
        Choice::new("own", ctx.t("simplification-power-own"), own),
        Choice::new("other", ctx.t("simplification-power-other"), !own),
    ];
    let text = |name: &str, label: &str, value: &str| {
        Field::textarea(name, ctx.t(label), 4).value(value).error(error(name))
    };
    vec![
        Field::select("phan", ctx.t("simplification-head-part"), choices(ctx, &PARTS, &typed.part, part))
            .error(error("phan")),
        Field::select(
            "bien-phap",
            ctx.t("simplification-head-measure"),
            choices(ctx, &MEASURES, &typed.measure, measure),
        )
        .error(error("bien-phap")),
        Field::radios("tham-quyen", ctx.t("simplification-head-power"), powers),
        text("hien-nay", "simplification-head-now", &typed.now),
        text("de-xuat", "simplification-head-new", &typed.new),
        text("ly-do", "simplification-head-reason", &typed.reason),
        Field::date("han", ctx.t("simplification-head-deadline"))
            .value(typed.deadline.clone())
            .optional()
            .error(error("han")),
    ]
}

/// Room for the documents to amend: number, article, what becomes of it.
fn document_fields(ctx: &Ctx, typed: &Typed, errors: &FieldErrors) -> Vec<Field> {
    (1..=DOCUMENTS)
        .map(|n| {
            let held = typed.documents.get(n - 1).cloned().unwrap_or_default();
            let [number, article, content] = held;
            let field = |name: &str, label: &str, value: String| {
                let name = format!("{name}-{n}");
                let error = ui::field_error(ctx, errors, &name);
                Field::text(name, ctx.t(label)).value(value).optional().error(error)
            };
            let label = ctx.tn("simplification-document", &[("number", n.to_string())]);
            Field::group(
                format!("van-ban-{n}"),
                label,
                vec![
                    field("so", "simplification-head-number", number),
                    field("dieu", "simplification-head-article", article),
                    field("sua", "simplification-head-content", content),
                ],
            )
            .optional()
        })
        .collect()
}
