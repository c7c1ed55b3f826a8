//! GET /bao-cao-cchc/nghia-vu: who owes which reports in a year, by when, to whom and on what basis; as the dated rule says it, and
//! what the city changed of it.

use super::super::dated;
use super::super::rules::{Kind, ReceiverRule, Window};
use super::super::store::duties;
use super::super::words;
use super::{duty, tabs, with_all, year, year_choices};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of};
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tabs};

/// Address of the list.
pub const PATH: &str = "/bao-cao-cchc/nghia-vu";
/// Lines on one page.
const SIZE: usize = 50;

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ky", "reports-head-period"),
    ListHead::new("so-lieu", "reports-head-days"),
    ListHead::sorting("han", "reports-head-due"),
    ListHead::sorting("ai", "reports-head-owes"),
    ListHead::new("nhan", "reports-head-receiver"),
    ListHead::new("can-cu", "reports-head-basis"),
];

/// A duty in one period.
struct Line {
    id: i64,
    window: Window,
    who: String,
    receiver: String,
    /// In full, as the file tells it.
    basis: String,
    /// The basis beneath the list, by its anchor; none where there is no text.
    anchor: Option<String>,
}

/// A text that duties rest on: long, and the same for most of them, so that it stands once, beneath.
struct Basis {
    anchor: String,
    /// What the lines call it.
    mark: String,
    text: String,
    /// The change it comes from; none where it is the rule's.
    change: Option<i64>,
    href: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "reports/pages/duties.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
    bases_title: String,
    bases: Vec<Basis>,
}

/// What is said of a kind of reports: whom it is about, the basis, the change.
struct Said {
    kind: String,
    whom: String,
    who: String,
    basis: String,
    change: Option<i64>,
}

/// What rule and changes say of a year, the rule first.
async fn said(ctx: &Ctx, year: i32) -> Result<Vec<Said>> {
    let basis = dated::duties_basis(&ctx.app, year)?;
    let mut all = Vec::new();
    for duty in dated::duties(&ctx.app, year)? {
        for whom in duty.owes {
            all.push(Said {
                kind: duty.kind.clone(),
                who: words::whom(&ctx.app, &ctx.locale, &whom),
                whom,
                basis: basis.clone(),
                change: None,
            });
        }
    }
    for row in duties::in_force(&ctx.app.store, year).await? {
        // What is freed does not owe; what is said anew of the same takes the place of what was said before.
        all.retain(|said| said.kind != row.kind || said.whom != row.whom);
        let who = words::whom(&ctx.app, &ctx.locale, &row.whom);
        let who = if row.owes { who } else { ctx.tn("reports-duty-freed", &[("who", who)]) };
        all.push(Said { kind: row.kind, whom: row.whom, who, basis: row.basis, change: Some(row.id) });
    }
    Ok(all)
}

/// To whom a kind of agencies or a single one reports, in words.
fn receiver(ctx: &Ctx, whom: &str, window: &Window, rules: &[ReceiverRule]) -> Result<String> {
    let directory = ctx.app.directory();
    if let Some(agency) = directory.by_code(whom) {
        let by = dated::receiver(&ctx.app, agency.id, window.due)?;
        return Ok(directory.short_name(by).to_owned());
    }
    let by = rules.iter().find(|rule| rule.kind == whom).map_or("", |rule| rule.by.as_str());
    Ok(match by {
        "" => String::new(),
        "self" => ctx.t("reports-receiver-self"),
        "parent" => ctx.t("reports-receiver-parent"),
        "city" => directory.root(window.due).map(|a| a.short_name.clone()).unwrap_or_default(),
        code => words::whom(&ctx.app, &ctx.locale, code),
    })
}

/// The texts that what is said rests on, each once, numbered as they come.
fn bases(ctx: &Ctx, all: &[Said]) -> Vec<Basis> {
    let mut bases: Vec<Basis> = Vec::new();
    for said in all {
        if said.basis.is_empty() || bases.iter().any(|basis| basis.bears(said)) {
            continue;
        }
        let number = bases.len() + 1;
        bases.push(Basis {
            anchor: format!("can-cu-{number}"),
            mark: ctx.tn("reports-basis-number", &[("number", number.to_string())]),
            text: said.basis.clone(),
            change: said.change,
            href: said.change.map(duty::path),
        });
    }
    bases
}

impl Basis {
    /// Whether something that is said rests on it.
    fn bears(&self, said: &Said) -> bool {
        self.change == said.change && self.text == said.basis
    }
}

async fn lines(ctx: &Ctx, year: i32, kind: &str) -> Result<(Vec<Line>, Vec<Basis>)> {
    let all = said(ctx, year).await?;
    let bases = bases(ctx, &all);
    let mut lines = Vec::new();
    for window in dated::windows(&ctx.app, year)? {
        let rules = dated::receivers(&ctx.app, window.due)?;
        let code = window.kind.code();
        for said in all.iter().filter(|s| s.kind == code && (kind.is_empty() || kind == code)) {
            lines.push(Line {
                id: i64::try_from(lines.len()).unwrap_or(i64::MAX),
                window,
                who: said.who.clone(),
                receiver: receiver(ctx, &said.whom, &window, &rules)?,
                basis: said.basis.clone(),
                anchor: bases.iter().find(|basis| basis.bears(said)).map(|basis| basis.anchor.clone()),
            });
        }
    }
    Ok((lines, bases))
}

/// Shows the duties, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let (year, kind) = (year(&ctx, &query), query.get("loai").unwrap_or_default());
    let (lines, mut bases) = lines(&ctx, year, kind).await?;
    let title = ctx.tn("reports-duties-title", &[("year", year.to_string())]);
    let kinds = [Kind::Month, Kind::Quarter, Kind::Half, Kind::Year]
        .map(|k| Choice::new(k.code(), words::kind(&ctx, k), k.code() == kind));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "nghia-vu-bao-cao",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![
            Filter::select("nam", ctx.t("reports-head-year"), year_choices(&ctx, year)),
            Filter::select("loai", ctx.t("reports-head-kind"), with_all(&ctx, kind, kinds)),
        ],
        empty: Empty::new(ctx.t("reports-duties-empty"), ctx.t("reports-duties-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &lines, |line| values(&ctx, line)).await;
    }
    let sorts = [
        ComputedSort {
            name: "ky",
            key: |l: &Line| format!("{} {:04}", l.window.kind.code(), l.window.number),
        },
        ComputedSort { name: "han", key: |l: &Line| l.window.due.to_string() },
        ComputedSort { name: "ai", key: |l: &Line| kernel::text::fold(&l.who) },
    ];
    let found = page_of(lines, &query, &sorts, SIZE, |l| l.id);
    bases.retain(|basis| found.rows.iter().any(|line| line.anchor.as_ref() == Some(&basis.anchor)));
    let mut table = listing.table(&found, |line| row(&ctx, line, &bases));
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("reports-duties-lead"), ..Head::new(title.clone()) };
    head.actions.push(Action::link(duty::LIST, ctx.t("reports-duty-changes"), ActionKind::Quiet));
    if duty::may_change(&ctx) {
        head.actions.insert(0, Action::link(duty::NEW, ctx.t("reports-duty-new"), ActionKind::Primary));
    }
    let page = ui::page(&ctx, title);
    let bases_title = ctx.t("reports-bases");
    ui::html(&View { page, head, tabs: tabs(&ctx, PATH), table, bases_title, bases })
}

fn days(window: &Window) -> String {
    format!("{} – {}", window.from.vn(), window.to.vn())
}

fn row(ctx: &Ctx, line: &Line, bases: &[Basis]) -> Row {
    let basis = bases.iter().find(|basis| line.anchor.as_ref() == Some(&basis.anchor));
    let basis = match basis {
        Some(basis) => Cell::link(format!("#{}", basis.anchor), basis.mark.clone()),
        None => Cell::muted(line.basis.clone()),
    };
    Row::new(vec![
        Cell::text(words::period(&ctx.locale, &line.window)),
        Cell::text(days(&line.window)),
        words::day_cell(&line.window.due.to_string()),
        Cell::text(line.who.clone()),
        Cell::text(line.receiver.clone()),
        basis,
    ])
}

fn values(ctx: &Ctx, line: &Line) -> Vec<Value> {
    vec![
        Value::Text(words::period(&ctx.locale, &line.window)),
        Value::Text(days(&line.window)),
        Value::day(&line.window.due.to_string()),
        Value::Text(line.who.clone()),
        Value::Text(line.receiver.clone()),
        Value::Text(line.basis.clone()),
    ]
}
