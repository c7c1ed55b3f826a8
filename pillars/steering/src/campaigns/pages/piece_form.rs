//! /truyen-thong/tin-bai/moi and …/sua: a piece entered by an agency for its campaigns or by the press for its own outlet; once for
//! a form, whatever is sent twice.

use super::super::acts::{self, Home};
use super::super::dated;
use super::super::rules::{Counted, Genre, PieceWords, Spot};
use super::super::slice::ENTER;
use super::super::store::campaigns::{self, Campaign};
use super::super::store::pieces::{self, Piece};
use super::super::words::{self, Channels};
use super::piece::writable;
use super::pieces::NO_CAMPAIGN;
use super::{FormView, PATH, as_seen, piece_path, unchanged, with_blank};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Choice, Field, Form, Head, Width};

/// Name of the hidden field that makes a form sent twice one piece.
const KEY: &str = "khoa";

/// What a piece's words are chosen from, for whoever enters it.
pub struct Entry {
    campaigns: Vec<Campaign>,
    channels: Channels,
    outlets: Vec<(i64, String)>,
    press: bool,
    /// The viewer's own agency, whose pieces outside any campaign they may enter.
    own: Option<i64>,
}

impl Entry {
    /// Campaigns in force since last year: those of one's scope, for the press all; the press has its own outlets only.
    async fn of(ctx: &Ctx) -> Result<Entry> {
        let today = ctx.today();
        let outlets = dated::outlets(&ctx.app, today);
        let own = ctx.viewer()?.agency_id;
        let press = outlets.iter().any(|(id, _)| Some(*id) == own);
        let outlets =
            if press { outlets.into_iter().filter(|(id, _)| ctx.may(ENTER, *id)).collect() } else { outlets };
        let mut campaigns = campaigns::open_since(&ctx.app.store, today.year() - 1).await?;
        if !press {
            campaigns.retain(|c| ctx.may(ENTER, c.agency_id));
        }
        let first = kernel::Day::ymd(today.year() - 1, 1, 1).unwrap_or(today);
        let channels = Channels::open(ctx, (first, today)).await?;
        Ok(Entry { campaigns, channels, outlets, press, own: own.filter(|id| ctx.may(ENTER, *id)) })
    }

    /// Whose the piece is that a form means: a campaign's by its line, or the own agency's.
    fn home(&self, typed: &str) -> Option<Home> {
        if typed == NO_CAMPAIGN {
            return self.own.map(|agency| Home { agency, campaign: None });
        }
        self.campaigns.iter().find(|c| c.line_id.to_string() == typed).cloned().map(Home::of)
    }

    fn words(&self, ctx: &Ctx, form: &Submitted, errors: &mut FieldErrors) -> Option<PieceWords> {
        let channels = self.channels.codes();
        let spot =
            Spot { channels: &channels, outlets: &self.outlets, press: self.press, today: ctx.today() };
        PieceWords::read(form, errors, &spot)
    }
}

/// Reads a new piece from a form: whose it is and its words, or all that is wrong.
pub async fn read_entry(
    ctx: &Ctx,
    form: &Submitted,
) -> Result<(Entry, Result<(Home, PieceWords), FieldErrors>)> {
    let entry = Entry::of(ctx).await?;
    let mut errors = FieldErrors::new();
    let home = entry.home(form.text("chien-dich"));
    if home.is_none() {
        errors.add("chien-dich", "campaigns-error-campaign");
    }
    let words = entry.words(ctx, form, &mut errors);
    let read = home.zip(words).ok_or(errors);
    Ok((entry, read))
}

/// The form of a new piece.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let entry = Entry::of(&ctx).await?;
    let mut blank = Submitted::default();
    let mut put = |name: &str, value: String| blank.fields.insert(name.to_owned(), vec![value]);
    put("ngay", ctx.today().to_string());
    put("chien-dich", query.get("chien-dich").unwrap_or_default().to_owned());
    put(KEY, ctx.app.random.token());
    if let (true, Some((_, code))) = (entry.press, entry.outlets.first()) {
        put("bao", code.clone());
    }
    ui::html(&view(&ctx, (&entry, None), &blank, &FieldErrors::new()))
}

/// Enters it.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    if let Some(known) = pieces::by_form(&ctx.app.store, form.text(KEY)).await? {
        return Ok(redirect(&piece_path(known.id), Some("campaigns-flash-entered")));
    }
    let (entry, read) = read_entry(&ctx, &form).await?;
    let refused = |errors: &FieldErrors| {
        ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, (&entry, None), &form, errors))
    };
    let (home, words) = match read {
        Ok(read) => read,
        Err(errors) => return refused(&errors),
    };
    let author = author(&ctx)?;
    let key = form.optional(KEY).unwrap_or_else(|| ctx.app.random.token());
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = match acts::enter(&ctx.app, &tx, &home, ((&author.0, author.1), &key), &words).await {
        Err(Error::Invalid(errors)) => return refused(&errors),
        other => other?,
    };
    if let Err(errors) = keep_files(&ctx, &tx, id, &form).await? {
        drop(tx);
        return refused(&errors);
    }
    tx.commit().await?;
    Ok(redirect(&piece_path(id), Some("campaigns-flash-entered")))
}

/// Name and agency of whoever enters.
pub(super) fn author(ctx: &Ctx) -> Result<(String, i64)> {
    let viewer = ctx.viewer()?;
    Ok((viewer.name.clone(), viewer.agency_id.unwrap_or_default()))
}

/// Keeps the files of a form; what is wrong with one is the form's error.
async fn keep_files(
    ctx: &Ctx,
    tx: &platform::Tx,
    piece: i64,
    form: &Submitted,
) -> Result<Result<(), FieldErrors>> {
    for upload in form.uploads.iter().filter(|u| u.field == "tep") {
        match ctx.app.files.put(tx, upload.content.clone(), ctx.app.largest_file()).await {
            Err(Error::Refused(refusal)) => {
                let mut errors = FieldErrors::new();
                errors.add_with("tep", refusal.key, refusal.args);
                return Ok(Err(errors));
            }
            stored => pieces::add_file(tx, piece, &stored?.hash, &upload.name).await?,
        }
    }
    Ok(Ok(()))
}

/// The form of one that stands.
pub async fn edit(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let piece = writable(&ctx, id).await?;
    piece.state()?.editable()?;
    let entry = Entry::of(&ctx).await?;
    ui::html(&view(&ctx, (&entry, Some(&piece)), &as_typed(&ctx, &piece), &FieldErrors::new()))
}

/// Rewrites it.
pub async fn rewrite(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let piece = writable(&ctx, id).await?;
    piece.state()?.editable()?;
    unchanged(&form, piece.version, || Ok(words::piece_state(&ctx, &piece)?.text))?;
    let entry = Entry::of(&ctx).await?;
    let mut errors = FieldErrors::new();
    let words = entry.words(&ctx, &form, &mut errors);
    let refused = |errors: &FieldErrors| {
        ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, (&entry, Some(&piece)), &form, errors))
    };
    let Some(words) = words else { return refused(&errors) };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if let Err(error) = acts::rewrite_piece(&ctx.app, &tx, &piece, &words).await {
        return match error {
            Error::Invalid(errors) => refused(&errors),
            error => Err(error),
        };
    }
    if let Err(errors) = keep_files(&ctx, &tx, id, &form).await? {
        drop(tx);
        return refused(&errors);
    }
    tx.commit().await?;
    Ok(redirect(&piece_path(id), Some("campaigns-flash-piece-kept")))
}

/// Keeps how many a piece reached and how that was counted, everything else as it stands: by the form's own reading and act.
pub async fn reached(ctx: &Ctx, id: i64, given: [(&str, String); 3]) -> Result<()> {
    let piece = writable(ctx, id).await?;
    piece.state()?.editable()?;
    let mut form = as_typed(ctx, &piece);
    for (name, value) in given {
        form.fields.insert(name.to_owned(), vec![value]);
    }
    let mut errors = FieldErrors::new();
    let words = Entry::of(ctx).await?.words(ctx, &form, &mut errors).ok_or(Error::Invalid(errors))?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::rewrite_piece(&ctx.app, &tx, &piece, &words).await?;
    tx.commit().await
}

/// A piece as its form would send it.
fn as_typed(ctx: &Ctx, piece: &Piece) -> Submitted {
    let directory = ctx.app.directory();
    let outlet = piece.outlet_id.and_then(|id| directory.get(id)).map(|a| a.code.clone()).unwrap_or_default();
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let all = [
        ("chien-dich", piece.line_id.map_or_else(|| NO_CAMPAIGN.to_owned(), |line| line.to_string())),
        ("tieu-de", piece.title.clone()),
        ("loai", piece.genre.clone()),
        ("kenh", piece.channel.clone()),
        ("bao", outlet),
        ("noi-dang", piece.outlet_name.clone()),
        ("ngay", piece.published_on.clone()),
        ("lien-ket", piece.link.clone()),
        ("tiep-can", number(piece.reach)),
        ("cach-dem", piece.reach_how.clone()),
        ("nguon-dem", piece.reach_note.clone()),
        ("chi-phi", number(Some(piece.cost).filter(|c| *c > 0))),
    ];
    let fields = all.into_iter().map(|(name, value)| (name.to_owned(), vec![value])).collect();
    Submitted { fields, uploads: Vec::new() }
}

fn view(
    ctx: &Ctx,
    (entry, piece): (&Entry, Option<&Piece>),
    typed: &Submitted,
    errors: &FieldErrors,
) -> FormView {
    let (action, back, title, label, lead) = match piece {
        None => {
            let lead = if entry.press { "campaigns-piece-lead-press" } else { "campaigns-piece-lead" };
            (
                format!("{PATH}/tin-bai/moi"),
                format!("{PATH}/tin-bai"),
                "campaigns-piece-new",
                "campaigns-piece-add",
                lead,
            )
        }
        Some(piece) => {
            let here = piece_path(piece.id);
            (
                format!("{here}/sua"),
                here,
                "campaigns-piece-edit",
                "campaigns-keep",
                "campaigns-piece-edit-lead",
            )
        }
    };
    let words = ui::words(&ctx.locale);
    let mut fields = Vec::new();
    if piece.is_none() {
        fields.push(campaign_field(ctx, entry, typed, errors));
    }
    fields.extend(what(ctx, entry, typed, errors));
    fields.extend(whom(ctx, typed, errors));
    let mut form = Form::new(&words, action, ctx.t(label), fields)
        .multipart()
        .with_secondary(back.clone(), ctx.t("ui-back"));
    form.hidden = match piece {
        Some(piece) => as_seen(piece.version),
        None => vec![(KEY.to_owned(), typed.text(KEY).to_owned())],
    };
    let title = ctx.t(title);
    FormView {
        page: ui::page(ctx, title.clone()).with_back(back, ctx.t("campaigns-pieces")),
        head: Head { lead: ctx.t(lead), ..Head::new(title) },
        table: None,
        form,
    }
}

fn campaign_field(ctx: &Ctx, entry: &Entry, typed: &Submitted, errors: &FieldErrors) -> Field {
    let held = typed.text("chien-dich");
    let directory = ctx.app.directory();
    let choices = entry.campaigns.iter().map(|c| {
        let label = format!("{} {}: {}", directory.short_name(c.agency_id), c.year, c.name);
        Choice::new(c.line_id.to_string(), label, c.line_id.to_string() == held)
    });
    let outside = Choice::new(NO_CAMPAIGN, ctx.t("campaigns-outside-own"), held == NO_CAMPAIGN);
    let choices = entry.own.map(|_| outside).into_iter().chain(choices);
    Field::select("chien-dich", ctx.t("campaigns-head-campaign"), with_blank(ctx, held, choices))
        .hint(ctx.t("campaigns-campaign-hint"))
        .error(ui::field_error(ctx, errors, "chien-dich"))
}

/// What it is, where and when it appeared.
fn what(ctx: &Ctx, entry: &Entry, typed: &Submitted, errors: &FieldErrors) -> Vec<Field> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.text(name).to_owned();
    let (genre, channel, outlet) = (held("loai"), held("kenh"), held("bao"));
    let genres = Genre::ALL.map(|g| Choice::new(g.code(), words::genre(ctx, g.code()), g.code() == genre));
    let channels = entry.channels.codes().into_iter();
    let channels =
        channels.map(|code| Choice::new(code.clone(), entry.channels.name(ctx, &code), code == channel));
    let directory = ctx.app.directory();
    let outlets = entry
        .outlets
        .iter()
        .map(|(id, code)| Choice::new(code.clone(), directory.name(*id), *code == outlet));
    let mut paper = Field::select("bao", ctx.t("campaigns-head-outlet"), with_blank(ctx, &outlet, outlets));
    if !entry.press {
        paper = paper.hint(ctx.t("campaigns-outlet-hint")).optional();
    }
    let mut fields = vec![
        Field::text("tieu-de", ctx.t("campaigns-head-title")).value(held("tieu-de")).error(error("tieu-de")),
        Field::select("loai", ctx.t("campaigns-head-genre"), with_blank(ctx, &genre, genres))
            .error(error("loai")),
        Field::select("kenh", ctx.t("campaigns-head-channel"), with_blank(ctx, &channel, channels))
            .error(error("kenh")),
        paper.error(error("bao")),
    ];
    if !entry.press {
        let place =
            Field::text("noi-dang", ctx.t("campaigns-head-place")).hint(ctx.t("campaigns-place-hint"));
        fields.push(place.value(held("noi-dang")).optional().error(error("noi-dang")));
    }
    fields.push(
        Field::date("ngay", ctx.t("campaigns-head-published")).value(held("ngay")).error(error("ngay")),
    );
    fields.push(
        Field::text("lien-ket", ctx.t("campaigns-head-link"))
            .hint(ctx.t("campaigns-link-hint"))
            .value(held("lien-ket"))
            .optional()
            .error(error("lien-ket")),
    );
    fields
}

/// Whom it reached, what it cost, its files.
fn whom(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Vec<Field> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.text(name).to_owned();
    let how = held("cach-dem");
    let ways = Counted::ALL
        .map(|c| Choice::new(c.code(), ctx.t(&format!("campaigns-how-{}", c.code())), c.code() == how));
    let mut fields = vec![
        Field::number("tiep-can", ctx.t("campaigns-head-reach"))
            .hint(ctx.t("campaigns-reach-hint"))
            .width(Width::Medium)
            .value(held("tiep-can"))
            .optional()
            .error(error("tiep-can")),
        Field::radios("cach-dem", ctx.t("campaigns-head-how"), ways.into())
            .optional()
            .error(error("cach-dem")),
        Field::text("nguon-dem", ctx.t("campaigns-head-source"))
            .hint(ctx.t("campaigns-source-hint"))
            .value(held("nguon-dem"))
            .optional()
            .error(error("nguon-dem")),
        Field::money("chi-phi", ctx.t("campaigns-head-piece-cost"))
            .width(Width::Medium)
            .value(held("chi-phi"))
            .optional()
            .error(error("chi-phi")),
    ];
    if let Ok(taken) = platform::uploads::Rules::on(&ctx.app, ctx.today()) {
        let file = Field::file("tep", ctx.t("campaigns-head-files"), taken.accept(), taken.words(ctx));
        fields.push(file.optional().error(error("tep")));
    }
    fields
}
