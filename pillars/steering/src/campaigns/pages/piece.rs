//! /truyen-thong/tin-bai/{id}: a piece: where and when it appeared, whom it reached and how that was counted, its files; verified or
//! given back by a second person.

use super::super::acts;
use super::super::rules::PieceState;
use super::super::slice::{ENTER, VERIFY, VIEW};
use super::super::store::pieces::{self, Piece};
use super::super::words::{self, Channels, vn};
use super::{FormView, PATH, RecordView, as_seen, line_path, piece_path, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Moment;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Permission};
use ui::{Action, ActionKind, Cell, Field, Form, Head, SummaryList};

/// A piece over which the viewer holds a right: by its agency, or by the outlet it appeared in.
async fn held(ctx: &Ctx, permission: Permission, id: i64) -> Result<Piece> {
    let piece = pieces::get(&ctx.app.store, id).await?;
    let over = std::iter::once(piece.agency_id).chain(piece.outlet_id).find(|a| ctx.may(permission, *a));
    ctx.require(permission, over.unwrap_or(piece.agency_id))?;
    Ok(piece)
}

/// A piece that the viewer may read.
pub async fn readable(ctx: &Ctx, id: i64) -> Result<Piece> {
    held(ctx, VIEW, id).await
}

/// A piece that the viewer may write.
pub(super) async fn writable(ctx: &Ctx, id: i64) -> Result<Piece> {
    held(ctx, ENTER, id).await
}

/// A piece that the viewer may verify: of an agency of theirs.
pub async fn verifiable(ctx: &Ctx, id: i64) -> Result<Piece> {
    let piece = pieces::get(&ctx.app.store, id).await?;
    ctx.require(VERIFY, piece.agency_id)?;
    Ok(piece)
}

fn same(ctx: &Ctx, form: &Submitted, piece: &Piece) -> Result<()> {
    unchanged(form, piece.version, || Ok(words::piece_state(ctx, piece)?.text))
}

/// Shows the piece.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let piece = readable(&ctx, id).await?;
    let entries = platform::journal::history(&ctx.app.store, acts::PIECE, id).await?;
    let head = Head {
        tag: Some(words::piece_state(&ctx, &piece)?),
        actions: actions(&ctx, &piece)?,
        ..Head::new(piece.title.clone())
    };
    let mut notes = Vec::new();
    if piece.state()? == PieceState::Returned {
        notes.push(ctx.tn("campaigns-note-returned", &[("reason", piece.reason.clone())]));
    }
    ui::html(&RecordView {
        page: ui::page(&ctx, piece.title.clone())
            .with_back(format!("{PATH}/tin-bai"), ctx.t("campaigns-pieces")),
        head,
        notes,
        facts: facts(&ctx, &piece).await?,
        tables: Vec::new(),
        forms: Vec::new(),
        history_title: ctx.t("campaigns-history"),
        history: ui::history(&ctx, &entries),
    })
}

fn actions(ctx: &Ctx, piece: &Piece) -> Result<Vec<Action>> {
    let (here, state) = (piece_path(piece.id), piece.state()?);
    let mut actions = Vec::new();
    if ctx.may(VERIFY, piece.agency_id) {
        if state == PieceState::Entered {
            let mut verify =
                Action::post(format!("{here}/xac-nhan"), ctx.t("campaigns-verify"), ActionKind::Primary);
            verify.hidden = as_seen(piece.version);
            actions.push(verify);
        }
        if state != PieceState::Returned {
            let back =
                Action::link(format!("{here}/tra-lai"), ctx.t("campaigns-piece-return"), ActionKind::Quiet);
            actions.push(back);
        }
    }
    let writes = std::iter::once(piece.agency_id).chain(piece.outlet_id).any(|a| ctx.may(ENTER, a));
    if writes && state.editable().is_ok() {
        actions.push(Action::link(format!("{here}/sua"), ctx.t("campaigns-edit"), ActionKind::Quiet));
    }
    Ok(actions)
}

async fn facts(ctx: &Ctx, piece: &Piece) -> Result<SummaryList> {
    let directory = ctx.app.directory();
    let channels = Channels::read(ctx).await?;
    let named = words::campaign(ctx, piece);
    let campaign = match piece.line_id {
        Some(line) if ctx.may(VIEW, piece.agency_id) => Cell::link(line_path(line), named),
        Some(line) => Cell::link(format!("/tuyen-truyen/chien-dich/{line}"), named),
        None => Cell::text(named),
    };
    let campaign = Cell::Stack(vec![campaign, Cell::muted(directory.name(piece.agency_id))]);
    let link =
        if piece.link.is_empty() { Cell::Empty } else { Cell::link(piece.link.clone(), piece.link.clone()) };
    let entered = [
        ("name", piece.author_name.clone()),
        ("agency", directory.short_name(piece.author_agency_id).to_owned()),
        ("at", Moment::from_micros(piece.entered_at).vn()),
    ];
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("campaigns-head-campaign"), campaign)
        .row(ctx.t("campaigns-head-genre"), words::genre(ctx, &piece.genre))
        .row(ctx.t("campaigns-head-channel"), channels.name(ctx, &piece.channel))
        .row(ctx.t("campaigns-head-outlet"), words::outlet(ctx, piece))
        .row(ctx.t("campaigns-head-published"), vn(&piece.published_on))
        .row(ctx.t("campaigns-head-link"), link)
        .row(
            ctx.t("campaigns-head-reach"),
            words::reach(ctx, piece).unwrap_or_else(|| ctx.t("campaigns-reach-none")),
        )
        .row(ctx.t("campaigns-head-spent"), words::money(ctx, piece.cost))
        .row(ctx.t("campaigns-head-entered"), ctx.tn("campaigns-entered-by", &entered));
    if let Some(on) = &piece.verified_on {
        let args = [("name", piece.verified_by.clone()), ("day", vn(on))];
        facts = facts.row(ctx.t("campaigns-head-verified"), ctx.tn("campaigns-verified-by", &args));
    }
    let files = pieces::files(&ctx.app.store, piece.id).await?;
    if !files.is_empty() {
        let links =
            files.into_iter().map(|f| Cell::link(format!("{PATH}/tin-bai/tep/{}", f.id), f.file_name));
        facts = facts.row(ctx.t("campaigns-head-files"), Cell::stacked(links.collect()));
    }
    Ok(facts)
}

/// Verifies it.
pub async fn verify(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let piece = verifiable(&ctx, id).await?;
    same(&ctx, &form, &piece)?;
    let viewer = ctx.viewer()?;
    let who = (viewer.account_id, viewer.name.as_str());
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::verify(&tx, &piece, who).await?;
    tx.commit().await?;
    Ok(redirect(&piece_path(id), Some("campaigns-flash-verified")))
}

/// The form to give it back.
pub async fn ask_return(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let piece = verifiable(&ctx, id).await?;
    piece.state()?.give_back()?;
    ui::html(&return_view(&ctx, &piece, "", &FieldErrors::new()))
}

/// Gives it back.
pub async fn give_back(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let piece = verifiable(&ctx, id).await?;
    same(&ctx, &form, &piece)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 1000);
    if !errors.is_empty() {
        let page = return_view(&ctx, &piece, &reason, &errors);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::give_back_piece(&ctx.app, &tx, &piece, &reason).await?;
    tx.commit().await?;
    Ok(redirect(&piece_path(id), Some("campaigns-flash-piece-returned")))
}

fn return_view(ctx: &Ctx, piece: &Piece, typed: &str, errors: &FieldErrors) -> FormView {
    let field = Field::textarea("ly-do", ctx.t("campaigns-return-reason"), 3)
        .value(typed)
        .error(ui::field_error(ctx, errors, "ly-do"));
    let here = piece_path(piece.id);
    let words = ui::words(&ctx.locale);
    let title = ctx.t("campaigns-piece-return");
    let mut form = Form::new(&words, format!("{here}/tra-lai"), title.clone(), vec![field])
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(piece.version);
    FormView {
        page: ui::page(ctx, title.clone()).with_back(here, piece.title.clone()),
        head: Head {
            caption: piece.title.clone(),
            lead: ctx.t("campaigns-piece-return-lead"),
            ..Head::new(title)
        },
        table: None,
        form,
    }
}

/// A file of a piece, to who may read it.
pub async fn file(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let file = pieces::file(&ctx.app.store, id).await?;
    readable(&ctx, file.piece_id).await?;
    ui::kept_file(&ctx, &file.file_hash, &file.file_name).await
}
