//! /cua-toi/lien-thong/ban-nhap: one's drafts of joint filings, to resume or throw away; what the one form keeps in them.

use super::super::acts::Filed;
use super::super::rules::{Asked, Kept, is_answer, paper_key};
use super::super::store::{self, Draft, NewDraft};
use super::CitizenPage;
use super::desk::{self, By, Desk};
use super::desk_fields::page;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use eforms::{DROP, FileQuestion, HeldFile};
use kernel::Moment;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, Upload, redirect};
use platform::{Change, Ctx, Tx, uploads};
use serde_json::json;
use ui::{Cell, Choice, Empty, Field, Filter, Form, Head, Link, ListHead, Listing, Panel, Row};

/// Address of the list.
pub(super) const PATH: &str = "/cua-toi/lien-thong/ban-nhap";
/// Where the browser sends what is typed into a form that has a draft.
pub(super) const KEEPING: &str = "/nop-lien-thong/luu";
/// The button that keeps it for later.
pub(super) const LATER: &str = "de-sau";

const HEADS: [ListHead; 4] = [
    ListHead::sorting("ten", "joint-head-group"),
    ListHead::new("co-quan", "joint-head-lead"),
    ListHead::sorting("luu", "joint-head-saved"),
    ListHead::new("viec", "joint-head-next"),
];

fn href(id: i64) -> String {
    format!("{PATH}/{id}")
}

/// Keeps what was typed and the files that can be taken; what is wrong with the others is added. The form's key is the draft's:
/// however often it is sent, it is one draft.
pub(super) async fn keep(
    ctx: &Ctx,
    desk: &mut Desk,
    typed: &Submitted,
    errors: &mut FieldErrors,
) -> Result<()> {
    let key = typed.text("khoa");
    if !platform::once::is_key(key) {
        if errors.is_empty() {
            errors.add("ho-ten", "form-broken");
        }
        return Ok(());
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let kept = files(ctx, &tx, desk, typed, errors).await?;
    let answers = answers_of(typed);
    let new = NewDraft {
        account: ctx.viewer()?.account_id,
        group: (&desk.group.code, &desk.group.name),
        lead: desk.lead,
        key,
        answers: &answers,
        papers: &kept,
    };
    // Filed meanwhile in another window: there is nothing to keep any more.
    let Some(id) = store::keep_draft(&tx, &new).await? else { return Ok(()) };
    let after = json!({"joint_group": desk.group.name, "draft_files": kept.len()});
    tx.journal(Change::of("joint", "joint_draft", id, "draft_save").after(after)).await?;
    tx.commit().await?;
    desk.draft = Some(id);
    desk.kept = kept;
    Ok(())
}

/// Only what the person said is kept, not the form's key and buttons.
fn answers_of(typed: &Submitted) -> Submitted {
    let mut answers = Submitted { fields: typed.fields.clone(), ..Submitted::default() };
    answers.fields.retain(|name, _| is_answer(name));
    answers
}

/// Keeps the answers of a form that has a draft while one writes; the browser asks for it, nobody sees an answer.
pub async fn keep_typed(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let account = ctx.viewer()?.account_id;
    // Every few seconds of typing: the journal gets its entry when the form is sent.
    let tx = ctx.app.store.housekeeping().await?;
    store::keep_answers(&tx, (account, typed.text("khoa")), &answers_of(&typed)).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A field of the form that takes a file.
struct Taker {
    field: String,
    /// Under which name its file is kept.
    paper: String,
    /// What is kept for it, unless it is to be dropped.
    before: Option<Kept>,
    /// The question that the file answers, which may take less than a paper does.
    question: Option<FileQuestion>,
}

/// The fields that take files: of the papers, and of the questions that a file answers.
fn takers(desk: &Desk, typed: &Submitted) -> Vec<Taker> {
    let procedures = desk.procedures();
    let papers = desk.papers.iter().enumerate().map(|(at, asked)| Taker {
        field: format!("giay-{at}-tep"),
        paper: paper_key(asked, &procedures),
        before: still_kept(desk, typed, (at, asked)).cloned(),
        question: None,
    });
    let questions = desk.form.iter().flat_map(eforms::Form::file_questions).map(|question| Taker {
        field: question.field.clone(),
        paper: question.field.clone(),
        before: still_answered(desk, typed, &question.field).cloned(),
        question: Some(question),
    });
    papers.chain(questions).collect()
}

/// The files after this sending: new ones stored, replaced and dropped ones gone.
async fn files(
    ctx: &Ctx,
    tx: &Tx,
    desk: &Desk,
    typed: &Submitted,
    errors: &mut FieldErrors,
) -> Result<Vec<Kept>> {
    let rules = uploads::Rules::on(&ctx.app, ctx.today())?;
    let mut kept = Vec::new();
    for Taker { field, paper, before, question } in takers(desk, typed) {
        let Some(upload) = typed.uploads.iter().find(|upload| upload.field == field) else {
            kept.extend(before);
            continue;
        };
        let refused = question.and_then(|question| question.refusal(&rules, &upload.content));
        match stored(ctx, tx, upload, refused).await? {
            Ok((hash, size)) => {
                kept.push(Kept { paper, hash, name: upload.name.chars().take(200).collect(), size });
            }
            Err((key, args)) => {
                kept.extend(before);
                if errors.0.iter().all(|error| error.field != field) {
                    errors.add_with(field, key, args);
                }
            }
        }
    }
    Ok(kept)
}

/// Stores a file unless its question refused it: hash and size, or what is wrong with it.
async fn stored(
    ctx: &Ctx,
    tx: &Tx,
    upload: &Upload,
    refused: Option<uploads::Wrong>,
) -> Result<std::result::Result<(String, i64), uploads::Wrong>> {
    if let Some(wrong) = refused {
        return Ok(Err(wrong));
    }
    match uploads::take(&ctx.app, tx, &uploads::sender(ctx), upload.content.clone()).await {
        Ok(file) => Ok(Ok((file.hash, file.size))),
        Err(Error::Refused(refusal)) => Ok(Err((refusal.key, refusal.args))),
        Err(other) => Err(other),
    }
}

/// The file kept of a question, unless it is to be dropped with this sending.
pub(super) fn still_answered<'a>(desk: &'a Desk, typed: &Submitted, field: &str) -> Option<&'a Kept> {
    desk.kept_for(field).filter(|_| !typed.ticked(&format!("{DROP}{field}")))
}

/// The files kept of questions, as the form shows them.
pub(super) fn held(desk: &Desk) -> Vec<HeldFile> {
    let Some(draft) = desk.draft else { return Vec::new() };
    let answers = (1..).zip(&desk.kept).filter(|(_, kept)| kept.is_answer());
    let held = answers.map(|(place, kept): (usize, &Kept)| HeldFile {
        field: kept.paper.clone(),
        name: format!("{} ({})", kept.name, ui::file_size(kept.size)),
        href: format!("{}/tep/{place}", href(draft)),
    });
    held.collect()
}

/// The file kept of a paper, unless it is to be dropped with this sending.
pub(super) fn still_kept<'a>(
    desk: &'a Desk,
    typed: &Submitted,
    (at, asked): (usize, &Asked),
) -> Option<&'a Kept> {
    desk.kept_of(asked).filter(|_| !typed.ticked(&format!("giay-{at}-bo")))
}

/// The box that drops a paper's kept file.
pub(super) fn drop_field(ctx: &Ctx, (at, asked): (usize, &Asked), kept: Option<&Kept>) -> Field {
    let Some(kept) = kept else { return Field::html(ui::markup(&Cell::Empty)) };
    let choice = Choice::new("1", ctx.tn("joint-paper-drop-file", &[("file", kept.name.clone())]), false);
    let label = format!("{}: {}", asked.name, ctx.t("joint-paper-drop"));
    Field::checkboxes(format!("giay-{at}-bo"), label, vec![choice]).label_hidden().optional()
}

/// The way to a kept file.
pub(super) fn link(ctx: &Ctx, desk: &Desk, kept: &Kept) -> Option<Cell> {
    let place = desk.kept.iter().position(|other| other.paper == kept.paper)? + 1;
    let said = [("file", kept.name.clone()), ("size", ui::file_size(kept.size))];
    Some(Cell::link(format!("{}/tep/{place}", href(desk.draft?)), ctx.tn("joint-paper-kept", &said)))
}

/// That it is kept, with the ways to the other drafts and to throwing this one away.
pub(super) fn told(ctx: &Ctx, draft: i64) -> Panel {
    Panel {
        title: ctx.t("joint-draft-kept"),
        lines: vec![ctx.t("joint-draft-kept-text")],
        links: vec![
            Link::new(PATH, ctx.t("joint-drafts")),
            Link::new(format!("{}/xoa", href(draft)), ctx.t("joint-draft-delete")),
        ],
    }
}

/// Puts the draft of a form beside what it is filled from.
pub(super) async fn put(ctx: &Ctx, desk: &mut Desk, key: &str) -> Result<()> {
    let found = store::draft_by_key(&ctx.app.store, ctx.viewer()?.account_id, key).await?;
    if let Some(draft) = found.filter(Draft::open) {
        desk.kept = draft.papers()?;
        desk.draft = Some(draft.id);
    }
    Ok(())
}

/// Closes the draft that was filed, in the transaction that filed it.
pub(super) async fn close(tx: &Tx, draft: (i64, &str), filed: &Filed) -> Result<()> {
    if store::close_draft(tx, draft, filed.id).await? {
        let after = json!({"draft_dossier": filed.code});
        tx.journal(Change::of("joint", "joint_dossier", filed.id, "draft_file").after(after)).await?;
    }
    Ok(())
}

/// Lists the drafts, the last begun first, or hands them over as a file.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let typed = query.get("q").unwrap_or_default();
    let list = store::open_drafts(ctx.viewer()?.account_id, typed);
    let title = ctx.t("joint-drafts");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "ban-nhap-lien-thong",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::text("q", ctx.t("joint-head-group"), typed)],
        empty: Empty::new(ctx.t("joint-drafts-empty"), ctx.t("joint-mine-empty-text"))
            .with_action("/nop-lien-thong", ctx.t("joint-file")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &Draft| Ok(values(ctx, row))).await;
    }
    let found = list.page::<Draft>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |draft| line(&ctx, draft));
    table.caption_hidden = true;
    let mut head = Head::new(title.clone());
    head.lead = ctx.t("joint-drafts-lead");
    let page = ui::page(&ctx, title).with_back("/cua-toi/lien-thong", ctx.t("joint-mine"));
    ui::html(&CitizenPage { page, head, parts: vec![ui::markup(&table)], form: None })
}

fn line(ctx: &Ctx, draft: &Draft) -> Row {
    let saved = Moment::from_micros(draft.saved_at);
    Row::new(vec![
        Cell::link(href(draft.id), draft.group_name.clone()),
        Cell::text(ctx.app.directory().name(draft.lead_id).to_owned()),
        Cell::moment(saved.iso(), saved.vn()),
        Cell::Stack(vec![
            Cell::link(href(draft.id), ctx.t("joint-draft-resume")),
            Cell::link(format!("{}/xoa", href(draft.id)), ctx.t("joint-draft-delete")),
        ]),
    ])
}

fn values(ctx: &Ctx, draft: &Draft) -> Vec<Value> {
    vec![
        Value::Text(draft.group_name.clone()),
        Value::Text(ctx.app.directory().name(draft.lead_id).to_owned()),
        Value::moment(Some(draft.saved_at)),
        Value::Text(ctx.t("joint-draft-resume")),
    ]
}

/// The form as it was left; one that was filed leads to where it is followed.
pub async fn resume(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let draft = store::draft(&ctx.app.store, id, ctx.viewer()?.account_id).await?;
    if let Some(joint) = draft.joint_id {
        let joint = store::get(&ctx.app.store, joint).await?;
        return Ok(redirect(&format!("/theo-doi-lien-thong/{}", joint.tracking_key), None));
    }
    let loaded = desk::load(&ctx, By::Citizen, &draft.group_code, draft.lead_id).await;
    let mut desk = match loaded {
        Err(Error::NotFound) => return Err(Refusal::new("joint-refused-draft").into()),
        other => other?,
    };
    desk.draft = Some(id);
    desk.kept = draft.papers()?;
    let mut typed = draft.answers()?;
    typed.fields.insert("khoa".to_owned(), vec![draft.idempotency_key]);
    page(&ctx, &desk, &typed, &FieldErrors::new(), None)
}

/// One's own file of a draft, by its place among them, from 1.
pub async fn file(ctx: Ctx, Path((id, place)): Path<(i64, usize)>) -> Result<Response> {
    let draft = store::draft(&ctx.app.store, id, ctx.viewer()?.account_id).await?;
    let papers = draft.papers()?;
    let kept = place.checked_sub(1).and_then(|at| papers.get(at)).ok_or(Error::NotFound)?;
    let (stored, content) = ctx.app.files.get(&ctx.app.store, &kept.hash).await?;
    // Shown by the browser only as what its content is; anything else it may not guess. The name is ours, not the sender's.
    let shown = stored.media_type == "application/pdf" || stored.media_type.starts_with("image/");
    let disposition = if shown { "inline" } else { "attachment" };
    let heads = [
        (header::CONTENT_TYPE, stored.media_type),
        (header::CONTENT_DISPOSITION, format!("{disposition}; filename=\"giay-to-{place}\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((heads, content).into_response())
}

/// Asks first: what was filled in does not come back.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let draft = store::draft(&ctx.app.store, id, ctx.viewer()?.account_id).await?;
    if !draft.open() {
        return Err(Error::NotFound);
    }
    let title = ctx.t("joint-draft-delete-title");
    let saved = Moment::from_micros(draft.saved_at).vn();
    let lead = ctx.tn("joint-draft-delete-lead", &[("saved", saved)]);
    let head = Head { caption: draft.group_name, lead, ..Head::new(title.clone()) };
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{}/xoa", href(id)), ctx.t("joint-draft-delete"), Vec::new());
    form.danger = true;
    form.secondary = Some(Link::new(PATH, ctx.t("joint-draft-leave")));
    let page = ui::page(&ctx, title).with_back(PATH, ctx.t("joint-drafts"));
    ui::html(&CitizenPage { page, head, parts: Vec::new(), form: Some(form) })
}

/// Throws an open draft away.
pub async fn delete(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let draft = store::draft(&ctx.app.store, id, ctx.viewer()?.account_id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if !store::delete_draft(&tx, id).await? {
        return Err(Error::NotFound);
    }
    let before = json!({"joint_group": draft.group_name});
    tx.journal(Change::of("joint", "joint_draft", id, "draft_delete").before(before)).await?;
    tx.commit().await?;
    Ok(redirect(PATH, Some("joint-flash-draft-deleted")))
}
