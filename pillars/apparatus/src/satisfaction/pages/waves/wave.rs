//! /hai-long/dot/{id}: a wave: what it asks of whom, results by unit, what was counted from paper, closing it.

use super::super::super::rules::rate::{Rate, Standing};
use super::super::super::rules::wave::{Reading, WaveState, sample};
use super::super::super::slice::SURVEY;
use super::super::super::store::{self, Paper, Wave};
use super::super::super::waves::{self, KINDS, WAVE};
use super::super::rates;
use super::{PATH, group_name, own, path, said, seen, state_tag, visible};
use axum::extract::Path;
use axum::response::Response;
use kernel::{Moment, Share};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, redirect};
use platform::list::{ComputedSort, PAGE, page_of, sortable};
use ui::{
    Action, ActionKind, Cell, Choice, Column, Empty, Filter, Head, History, ListHead, Listing, Page, Row,
    SummaryList, Table, Tag, Tone,
};

/// Columns of results.
pub const HEADS: [ListHead; 5] = [
    ListHead::sorting("don-vi", "satisfaction-head-unit"),
    ListHead { sort: Some("ty-le"), ..ListHead::figure("ty-le", "satisfaction-head-rate") },
    ListHead::figure("khoang", "satisfaction-head-interval"),
    ListHead { sort: Some("phieu"), ..ListHead::figure("phieu", "satisfaction-head-sheets") },
    ListHead::figure("tra-loi", "satisfaction-head-rated"),
];

/// Results of a unit, as they may be shown.
pub struct Found {
    /// The unit.
    pub agency_id: i64,
    /// Its short name, for sorting.
    folded: String,
    /// Counts.
    pub standing: Standing,
    /// Fewest people.
    minimum: i64,
}

impl Found {
    /// The rate with its interval, unless too few answered.
    pub fn rate(&self) -> Option<Rate> {
        self.standing.published(self.minimum)
    }
}

/// Columns that results are sorted by.
pub const SORTS: [ComputedSort<Found>; 3] = [
    ComputedSort { name: "don-vi", key: |found: &Found| found.folded.clone() },
    ComputedSort { name: "ty-le", key: |found: &Found| sortable(found.rate().map(|rate| rate.percent)) },
    ComputedSort {
        name: "phieu",
        key: |found: &Found| sortable(found.rate().map(|_| found.standing.sheets as f64)),
    },
];

#[derive(askama::Template)]
#[template(path = "satisfaction/pages/waves/wave.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    definition: String,
    results: Table,
    papers: Option<Table>,
    history_title: String,
    history: History,
}

/// The units that a viewer may see, in the order of their names.
pub fn found(ctx: &Ctx, reading: &Reading, units: &[i64]) -> Vec<Found> {
    let directory = ctx.app.directory();
    let of = |unit: &i64| Found {
        agency_id: *unit,
        folded: kernel::text::fold(directory.short_name(*unit)),
        standing: reading.standing(&reading.of_unit(*unit)),
        minimum: reading.minimum,
    };
    let mut all: Vec<Found> = units.iter().map(of).collect();
    all.sort_by(|a, b| a.folded.cmp(&b.folded));
    all
}

/// Shows the wave, or hands its results over as a file.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let (wave, units) = visible(&ctx, id).await?;
    let reading = waves::reading(&ctx.app.store, &ctx.app.profiles(), &wave).await?;
    let units = seen(&ctx, &wave, &units);
    let all = found(&ctx, &reading, &units);
    let here = path(id);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: &here,
        id: "ket-qua",
        caption: ctx.t("satisfaction-wave-results"),
        heads: &HEADS,
        filters: vec![kind_filter(&ctx, &query)],
        empty: Empty::new(ctx.t("satisfaction-list-empty-title"), ctx.t("satisfaction-wave-no-results")),
    };
    let rows = of_kind(&ctx, all, &query);
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &rows, |found| values(&ctx, found)).await;
    }
    let shown = page_of(rows, &query, &SORTS, PAGE, |found| found.agency_id);
    let results = listing.table(&shown, |found| row(&ctx, id, found));
    let papers = if ctx.may(SURVEY, wave.agency_id) {
        Some(papers(&ctx, &wave, &store::papers(&ctx.app.store, id).await?)?)
    } else {
        None
    };
    let entries = platform::journal::history(&ctx.app.store, WAVE, id).await?;
    let facts = facts(&ctx, &wave, &reading).await?;
    ui::html(&View {
        page: ui::page(&ctx, wave.name.clone()).with_back(PATH, ctx.t("satisfaction-waves-title")),
        head: head(&ctx, &wave)?,
        facts,
        definition: ctx.tn("satisfaction-wave-definition", &[("minimum", reading.minimum.to_string())]),
        results,
        papers,
        history_title: ctx.t("satisfaction-wave-history"),
        history: ui::history(&ctx, &entries),
    })
}

/// The rows under the filter by kind of unit.
pub fn of_kind(ctx: &Ctx, all: Vec<Found>, query: &Query) -> Vec<Found> {
    let asked = query.get("cap").and_then(|kind| KINDS.into_iter().find(|(known, _)| *known == kind));
    let Some((_, kinds)) = asked else { return all };
    let directory = ctx.app.directory();
    let fits = |id: i64| directory.get(id).is_some_and(|a| kinds.contains(&a.kind.as_str()));
    all.into_iter().filter(|found| fits(found.agency_id)).collect()
}

/// The filter by kind of unit.
pub fn kind_filter(ctx: &Ctx, query: &Query) -> Filter {
    let held = query.get("cap").unwrap_or_default();
    let none = Choice::new("", ctx.t("satisfaction-all"), held.is_empty());
    let kinds = KINDS
        .map(|(kind, _)| Choice::new(kind, ctx.t(&format!("satisfaction-wave-kind-{kind}")), kind == held));
    Filter::select("cap", ctx.t("satisfaction-head-units"), std::iter::once(none).chain(kinds).collect())
}

fn row(ctx: &Ctx, wave: i64, found: &Found) -> Row {
    let directory = ctx.app.directory();
    let code = directory.get(found.agency_id).map(|a| a.code.clone()).unwrap_or_default();
    let name = directory.short_name(found.agency_id).to_owned();
    Row::new(cells(ctx, Cell::link(format!("{}/don-vi/{code}", path(wave)), name), found))
}

/// Results of a unit beside its name.
pub fn cells(ctx: &Ctx, name: Cell, found: &Found) -> Vec<Cell> {
    let published = found.rate().is_some();
    let count = |n: i64| if published { Cell::number(ctx.locale.integer(n)) } else { Cell::Empty };
    vec![
        name,
        rates::rate_cell(ctx, found.standing, found.minimum),
        Cell::from(rates::interval(ctx, found.standing, found.minimum)),
        count(found.standing.sheets),
        count(found.standing.rated),
    ]
}

/// Results of a unit for a file.
pub fn values(ctx: &Ctx, found: &Found) -> Vec<Value> {
    let name = Value::Text(ctx.app.directory().name(found.agency_id).to_owned());
    let Some(rate) = found.rate() else {
        let none = || Value::Text(String::new());
        return vec![name, Value::Text(ctx.t("satisfaction-too-few")), none(), none(), none()];
    };
    vec![
        name,
        Value::Number(kernel::round1(rate.percent)),
        Value::Text(rates::interval(ctx, found.standing, found.minimum)),
        Value::Number(found.standing.sheets as f64),
        Value::Number(found.standing.rated as f64),
    ]
}

fn head(ctx: &Ctx, wave: &Wave) -> Result<Head> {
    let state = wave.state(ctx.today())?;
    let mut head = Head {
        caption: ctx.app.directory().name(wave.agency_id).to_owned(),
        tag: Some(state_tag(ctx, state)),
        ..Head::new(wave.name.clone())
    };
    if ctx.may(SURVEY, wave.agency_id) {
        if state.changes().is_ok() {
            let to = format!("{}/sua", path(wave.id));
            head.actions.push(Action::link(to, ctx.t("satisfaction-wave-edit"), ActionKind::Quiet));
        }
        if state.takes_paper().is_ok() {
            let to = format!("{}/phieu-giay", path(wave.id));
            head.actions.push(Action::link(to, ctx.t("satisfaction-paper-enter"), ActionKind::Quiet));
        }
        if state == WaveState::Due {
            let to = format!("{}/chot", path(wave.id));
            head.actions.push(Action::post(to, ctx.t("satisfaction-wave-close"), ActionKind::Primary));
        }
    }
    Ok(head)
}

async fn facts(ctx: &Ctx, wave: &Wave, reading: &Reading) -> Result<SummaryList> {
    let words = ui::words(&ctx.locale);
    let (first, last) = wave.days()?;
    let set = store::set(&ctx.app.store, wave.set_id).await?;
    let groups = wave.groups()?;
    let groups: Vec<Cell> = groups.iter().map(|g| Cell::text(said(ctx, &g.name, &g.name_en))).collect();
    let questions: Vec<Cell> =
        set.questions.iter().map(|q| Cell::text(said(ctx, &q.text, &q.text_en))).collect();
    let received = received(ctx, wave, reading);
    let mut list = SummaryList::new(&words)
        .row(ctx.t("satisfaction-head-year"), wave.year.to_string())
        .row(
            ctx.t("satisfaction-head-days"),
            ctx.tn("satisfaction-wave-days", &[("first", first.vn()), ("last", last.vn())]),
        )
        .row(ctx.t("satisfaction-head-set"), format!("{} {}: {}", set.code, set.version, set.source))
        .row(ctx.t("satisfaction-head-questions"), Cell::stacked(questions))
        .row(ctx.t("satisfaction-head-groups"), Cell::stacked(groups))
        .row(ctx.t("satisfaction-head-received"), received);
    if let Some(population) = wave.population {
        let error: f64 = ctx.app.profiles().get_or("satisfaction.sample_error", last, 0.05)?;
        let wanted = sample(population, error).unwrap_or_default();
        let args = [("population", ctx.locale.integer(population)), ("sample", ctx.locale.integer(wanted))];
        list = list.row(ctx.t("satisfaction-head-sample"), ctx.tn("satisfaction-wave-sample", &args));
    }
    list = list.row(ctx.t("satisfaction-head-opened"), wave.opened_name.clone());
    if let Some(at) = wave.closed_at {
        let at = Moment::from_micros(at);
        let whole = if waves::is_whole(&ctx.app.store, wave).await? {
            Tag::new(ctx.t("satisfaction-wave-whole"), Tone::Good)
        } else {
            Tag::new(ctx.t("satisfaction-wave-altered"), Tone::Bad)
        };
        let cells = vec![
            Cell::moment(at.iso(), at.vn()),
            Cell::muted(wave.closed_name.clone()),
            Cell::muted(wave.reading_hash.clone()),
            Cell::Tag(whole),
        ];
        list = list.row(ctx.t("satisfaction-head-frozen"), Cell::Stack(cells));
    }
    Ok(list)
}

/// "1.284 phiếu trong 1.500 dự kiến (85,6 %)"; what is below the minimum is not said.
fn received(ctx: &Ctx, wave: &Wave, reading: &Reading) -> String {
    let sheets = reading.sheets();
    if sheets < reading.minimum {
        return ctx.tn("satisfaction-wave-few", &[("expected", ctx.locale.integer(wave.expected))]);
    }
    let share = Share::new(sheets, wave.expected).percent().unwrap_or_default();
    let args = [
        ("sheets", ctx.locale.integer(sheets)),
        ("expected", ctx.locale.integer(wave.expected)),
        ("share", ctx.locale.digits().percent(share)),
    ];
    ctx.tn("satisfaction-wave-received", &args)
}

/// What was counted from paper, for those who carry the wave out.
fn papers(ctx: &Ctx, wave: &Wave, all: &[Paper]) -> Result<Table> {
    let asked = wave.groups()?;
    let open = wave.state(ctx.today())?.takes_paper().is_ok();
    let directory = ctx.app.directory();
    let mut table = Table::new(&ui::words(&ctx.locale), "phieu-giay", ctx.t("satisfaction-papers-caption"));
    table.columns = vec![
        Column::new("don-vi", ctx.t("satisfaction-head-unit")),
        Column::new("nhom", ctx.t("satisfaction-head-group")),
        Column::numeric("phieu", ctx.t("satisfaction-head-sheets")),
        Column::new("nguon", ctx.t("satisfaction-head-paper")),
        Column::new("nhap", ctx.t("satisfaction-head-entered")),
        Column::new("kiem-tra", ctx.t("satisfaction-head-checked")),
    ];
    let here = path(wave.id);
    let row = |paper: &Paper| {
        let code = directory.get(paper.agency_id).map(|a| a.code.clone()).unwrap_or_default();
        let unit = directory.short_name(paper.agency_id).to_owned();
        let to = format!("{here}/phieu-giay?don-vi={code}&nhom={}", paper.respondents);
        let at = Moment::from_micros(paper.entered_at);
        let checked = match paper.checked_at.map(Moment::from_micros) {
            Some(at) => {
                Cell::Stack(vec![Cell::moment(at.iso(), at.vn()), Cell::muted(paper.checked_name.clone())])
            }
            None if open => {
                let to = format!("{here}/phieu-giay/{}/kiem-tra", paper.id);
                Cell::post(to, ctx.t("satisfaction-paper-check"), unit.clone())
            }
            None => Cell::Empty,
        };
        Row::new(vec![
            if open { Cell::link(to, unit) } else { Cell::text(unit) },
            Cell::text(group_name(ctx, &asked, &paper.respondents)),
            Cell::number(ctx.locale.integer(paper.sheets)),
            Cell::text(paper.source.clone()),
            Cell::Stack(vec![Cell::moment(at.iso(), at.vn()), Cell::muted(paper.entered_name.clone())]),
            checked,
        ])
    };
    table.rows = all.iter().map(row).collect();
    table.empty = Empty::new(ctx.t("satisfaction-papers-empty-title"), ctx.t("satisfaction-papers-empty"));
    Ok(table)
}

/// POST …/chot: closes the wave.
pub async fn close(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let wave = own(&ctx, id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    waves::close(&ctx.app, &tx, &wave).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("satisfaction-flash-wave-closed")))
}
