//! GET /thi-dua/dot/{id}/in: the decision on a round with its list, in the layout of Decree 30/2020/NĐ-CP; before it is decided, the
//! list the council works on; to write on as a text document by `dang=docx`.

use super::super::rules::RoundState;
use super::super::slice::VIEW;
use super::super::store::entries::{self, Entry};
use super::super::store::rounds::Round;
use super::{class_name, number, the_round};
use axum::extract::Path;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::http::Query;
use platform::messages::Lang;
use printing::letter::{Block, Column, Letter, Signature, Table, Text};

/// Prints it.
pub async fn print(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let round = the_round(&ctx, id, VIEW).await?;
    let all = entries::of_round(&ctx.app.store, id).await?;
    let letter = letter(&ctx, &round, &all)?;
    let name = format!("thi-dua-{}-{}", round.group_code, round.year);
    if query.get("dang") == Some("docx") {
        return Ok(ui::docx(&name, papers::docx(&ctx, &letter).await?));
    }
    let content = papers::print(&ctx, printing::LETTER, letter.inputs(), Vec::new()).await?;
    Ok(ui::pdf(&name, content))
}

/// The paper speaks Vietnamese, whatever language the reader's screen speaks.
fn letter(ctx: &Ctx, round: &Round, all: &[Entry]) -> Result<Letter> {
    let mut vi = ctx.clone();
    vi.locale = ctx.app.locale(Lang::Vi);
    let decided = matches!(round.state()?, RoundState::Decided | RoundState::Published);
    let on: Day = round.decided_on.as_deref().and_then(|d| d.parse().ok()).unwrap_or(ctx.today());
    let symbol = if decided { round.decision.as_str() } else { "" };
    let head = papers::head(&ctx.app, round.owner_id, symbol, on);
    let said = |name: &str| head.get(name).and_then(|v| v.as_str()).map(str::to_owned);
    let table = Block::Table(table(&vi, round, all)?);
    let name = [("round", round.name.clone()), ("count", all.len().to_string())];
    let bare = Letter {
        parent: said("parent"),
        agency: said("agency").unwrap_or_default(),
        number: symbol.to_owned(),
        place: said("place").unwrap_or_default(),
        on: Some(on.naive()),
        ..Letter::default()
    };
    if !decided {
        return Ok(Letter {
            kind: vi.t("emulation-paper-list"),
            title: vi.tn("emulation-paper-draft", &name),
            body: vec![Block::Paragraph(Text::from(vi.t("emulation-paper-undecided"))), table],
            ..bare
        });
    }
    let held = round.held_on.as_deref().map(ui::vn_day).unwrap_or_default();
    Ok(Letter {
        kind: vi.t("emulation-paper-kind"),
        title: vi.tn("emulation-paper-gist", &name),
        issuer: vi.t("emulation-paper-issuer"),
        bases: vec![vi.tn("emulation-paper-basis", &[("day", held)])],
        decides: vi.t("emulation-paper-decides"),
        body: vec![
            Block::Article(1, vi.tn("emulation-paper-article", &name)),
            table,
            Block::Article(2, vi.t("emulation-paper-effect")),
        ],
        recipients: vec![vi.t("emulation-paper-recipients"), vi.t("emulation-council-title")],
        archive: Some("VT".to_owned()),
        sign: Signature {
            authority: None,
            post: vi.t("emulation-paper-post"),
            name: round.decided_name.clone(),
        },
        ..bare
    })
}

/// The agencies by place.
fn table(vi: &Ctx, round: &Round, all: &[Entry]) -> Result<Table> {
    let classes = round.classes()?;
    let columns = vec![
        Column::center(vi.t("emulation-paper-stt"), 5),
        Column::left(vi.t("emulation-paper-co-quan"), 30),
        Column::right(vi.t("emulation-paper-diem"), 10),
        Column::center(vi.t("emulation-paper-hang"), 8),
        Column::left(vi.t("emulation-paper-loai"), 16),
    ];
    let row = |(at, e): (usize, &Entry)| -> Vec<Text> {
        vec![
            Text::from(at.to_string()),
            Text::from(vi.app.directory().name(e.agency_id)),
            Text::from(number(vi, e.points())),
            Text::from(super::entries::place(e)),
            Text::from(class_name(vi, &classes, e.shown_class())),
        ]
    };
    Ok(Table { columns, rows: (1..).zip(all).map(row).collect() })
}
