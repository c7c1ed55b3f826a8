//! GET /tong-ket-cchc/ban/{id}: a review: what it says of every target, what was done by year, its chapters, award proposals, what
//! is lacking, history.

use super::super::acts::{self, REVIEW};
use super::super::gather::DONE;
use super::super::rules::{AwardState, Lacking, State, Verdict};
use super::super::slice::{APPROVE, MANAGE};
use super::super::store::awards::{self, Award};
use super::super::store::chapters::{self, Chapter};
use super::super::store::figures::{self, Figure};
use super::super::store::reviews::Review;
use super::{
    FIGURES, PATH, PUBLIC, RecordView, as_seen, figure_path, measured, read_review, review_path, state_tag,
    verdict_tag,
};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use ui::{Action, ActionKind, Cell, Column, Empty, Head, Row, SummaryList, Table, Tag, Tone};

/// Shows the review.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let review = read_review(&ctx, id).await?;
    let store = &ctx.app.store;
    let all = figures::of_review(store, id).await?;
    let written = chapters::of_review(store, id).await?;
    let proposed = awards::of_review(store, id).await?;
    let history = platform::journal::history(store, REVIEW, id).await?;
    let lacking = acts::lacking(store, &review).await?;
    ui::html(&RecordView {
        page: ui::page(&ctx, review.name.clone()).with_back(PATH, ctx.t("final-review-menu")),
        head: Head {
            caption: review.programme_name.clone(),
            tag: Some(state_tag(&ctx, review.state()?)),
            actions: actions(&ctx, &review)?,
            ..Head::new(review.name.clone())
        },
        notes: notes(&ctx, &review, lacking)?,
        facts: facts(&ctx, &review, &all),
        tables: vec![
            targets(&ctx, &all, true),
            tasks(&ctx, &all, true),
            done(&ctx, &all),
            chapter_table(&ctx, &written)?,
            award_table(&ctx, &review, &proposed)?,
        ],
        history_title: ctx.t("final-review-history"),
        history: ui::history(&ctx, &history),
    })
}

fn actions(ctx: &Ctx, review: &Review) -> Result<Vec<Action>> {
    let here = review_path(review.id);
    let (manage, approve) = (ctx.may(MANAGE, review.owner_id), ctx.may(APPROVE, review.owner_id));
    let state = review.state()?;
    let link = |to: &str, label: &str, kind| Action::link(format!("{here}/{to}"), ctx.t(label), kind);
    let post = |to: &str, label: &str, kind| {
        let mut action = Action::post(format!("{here}/{to}"), ctx.t(label), kind);
        action.hidden = as_seen(review.version);
        action
    };
    let mut actions = Vec::new();
    if manage && state == State::Writing {
        actions.push(post("trinh", "final-review-submit", ActionKind::Primary));
        actions.push(link("chot", "final-review-freeze", ActionKind::Quiet));
        actions.push(link("chuong-moi", "final-review-chapter-add", ActionKind::Quiet));
        actions.push(link("khen-thuong", "final-review-award", ActionKind::Quiet));
    }
    if approve && state == State::Submitted {
        actions.push(link("duyet", "final-review-approve", ActionKind::Primary));
        actions.push(link("tra-lai", "final-review-return", ActionKind::Quiet));
    }
    if approve && state == State::Approved {
        actions.push(post("cong-bo", "final-review-publish", ActionKind::Primary));
    }
    actions.push(link("van-ban", "final-review-pdf", ActionKind::Quiet));
    actions.push(link("van-ban?dang=docx", "final-review-docx", ActionKind::Quiet));
    actions.push(link("phu-luc", "final-review-annex", ActionKind::Quiet));
    Ok(actions)
}

fn notes(ctx: &Ctx, review: &Review, lacking: Lacking) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    if !review.reason.is_empty() {
        notes.push(ctx.tn("final-review-note-returned", &[("reason", review.reason.clone())]));
    }
    if review.state()? == State::Writing {
        if lacking.figures {
            notes.push(ctx.t("final-review-lacks-figures"));
        }
        let counts = [
            (lacking.causes, "final-review-lacks-causes"),
            (lacking.chapters, "final-review-lacks-chapters"),
            (lacking.awards, "final-review-lacks-awards"),
        ];
        for (count, key) in counts.into_iter().filter(|(count, _)| *count > 0) {
            notes.push(ctx.tn(key, &[("count", count.to_string())]));
        }
    }
    Ok(notes)
}

/// What a review is, and how many targets it found met.
pub(super) fn facts(ctx: &Ctx, review: &Review, all: &[Figure]) -> SummaryList {
    let targets = || all.iter().filter(|f| f.section == "target");
    let of = |verdict: Verdict| targets().filter(|f| f.verdict() == Some(verdict)).count();
    let counts = [
        ("met", of(Verdict::Met).to_string()),
        ("missed", of(Verdict::Missed).to_string()),
        ("unmeasured", of(Verdict::Unmeasured).to_string()),
    ];
    let staff = ctx.may(super::VIEW, review.owner_id);
    let summed = ctx.tn("final-review-summed", &counts);
    let summed = if staff {
        Cell::link(format!("{FIGURES}?loai=target&ban={}", review.id), summed)
    } else {
        Cell::text(summed)
    };
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("final-review-head-days"), super::list::days(review))
        .row(ctx.t("final-review-head-lead"), ctx.app.directory().name(review.lead_id).to_owned())
        .row(ctx.t("final-review-head-as-of"), ui::vn_day(&review.as_of_on))
        .row(ctx.t("final-review-head-targets"), summed);
    if let Some(at) = review.frozen_at {
        let args = [
            ("at", kernel::Moment::from_micros(at).vn()),
            ("count", review.frozen_count.to_string()),
            ("hash", review.frozen_hash.clone()),
        ];
        facts = facts.row(ctx.t("final-review-head-frozen"), ctx.tn("final-review-frozen", &args));
    }
    if let Some(on) = &review.decided_on {
        let args = [
            ("decision", review.decision.clone()),
            ("day", ui::vn_day(on)),
            ("name", review.decided_name.clone()),
        ];
        facts = facts.row(ctx.t("final-review-head-decision"), ctx.tn("final-review-decided", &args));
    }
    if review.published_at.is_some() {
        let href = format!("{PUBLIC}/{}", review.id);
        facts = facts.row(ctx.t("final-review-head-public"), Cell::link(href.clone(), href));
    }
    facts
}

/// Every target.
pub(super) fn targets(ctx: &Ctx, all: &[Figure], linked: bool) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "chi-tieu", ctx.t("final-review-targets"));
    table.columns = vec![
        Column::new("chi-tieu", ctx.t("final-review-head-target")),
        Column::new("ke-hoach", ctx.t("final-review-head-planned")),
        Column::new("do-duoc", ctx.t("final-review-head-measured")),
        Column::new("khai", ctx.t("final-review-head-declared")),
        Column::new("den", ctx.t("final-review-head-light")),
        Column::new("ket-luan", ctx.t("final-review-head-verdict")),
        Column::new("co-quan", ctx.t("final-review-head-agency")),
        Column::new("nguyen-nhan", ctx.t("final-review-head-cause")),
    ];
    let of_targets = all.iter().filter(|f| f.section == "target");
    table.rows = of_targets.map(|f| super::figures::row(ctx, f, linked)).collect();
    table.empty = Empty::new(ctx.t("final-review-targets-empty"), ctx.t("final-review-targets-empty-text"));
    table
}

/// Every item of the programme, with what became of the tasks that carry it out and why those that are overdue are; `linked` to the
/// page of its cause for members of staff.
pub(super) fn tasks(ctx: &Ctx, all: &[Figure], linked: bool) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "nhiem-vu", ctx.t("final-review-tasks"));
    table.columns = vec![
        Column::new("muc", ctx.t("final-review-head-task")),
        Column::new("ke-hoach", ctx.t("final-review-head-planned")),
        Column::new("ket-qua", ctx.t("final-review-head-became")),
        Column::new("ket-luan", ctx.t("final-review-head-verdict")),
        Column::new("co-quan", ctx.t("final-review-head-agency")),
        Column::new("nguyen-nhan", ctx.t("final-review-head-cause")),
    ];
    let of_tasks = all.iter().filter(|f| f.section == "task");
    let row = |f: &Figure| {
        let name = ctx.locale.pick(&f.name, &f.name_en);
        let missed = f.verdict() == Some(Verdict::Missed);
        Row::new(vec![
            if linked && missed { Cell::link(figure_path(f.id), name) } else { Cell::text(name) },
            Cell::text(f.planned.clone()),
            if f.count > 0 {
                Cell::link(f.href.clone(), f.measured.clone())
            } else {
                Cell::muted(ctx.t("final-review-no-task"))
            },
            verdict_tag(ctx, f),
            Cell::text(ctx.app.directory().name(f.agency_id).to_owned()),
            super::figures::cause(ctx, f),
        ])
    };
    table.rows = of_tasks.map(row).collect();
    table.empty = Empty::new(ctx.t("final-review-tasks-empty"), ctx.t("final-review-tasks-empty-text"));
    table
}

/// What was done: one row an item, one column a year.
pub(super) fn done(ctx: &Ctx, all: &[Figure]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "da-lam", ctx.t("final-review-done"));
    let mut years: Vec<i64> = all.iter().filter(|f| f.section == "done").map(|f| f.year).collect();
    years.sort_unstable();
    years.dedup();
    table.columns = vec![Column::new("viec", ctx.t("final-review-head-item"))];
    table.columns.extend(years.iter().map(|y| Column::new(format!("nam-{y}"), y.to_string())));
    if years.is_empty() {
        table.empty =
            Empty::new(ctx.t("final-review-targets-empty"), ctx.t("final-review-targets-empty-text"));
        return table;
    }
    table.rows = DONE
        .iter()
        .map(|item| {
            let mut cells = vec![Cell::Stack(vec![
                Cell::text(ctx.t(&format!("final-review-done-{item}"))),
                Cell::muted(ctx.t(&format!("final-review-made-{item}"))),
            ])];
            cells.extend(years.iter().map(|year| {
                let code = format!("{item}/{year}");
                all.iter().find(|f| f.code == code).map_or(Cell::Empty, |f| measured(ctx, f))
            }));
            Row::new(cells)
        })
        .collect();
    table
}

fn chapter_table(ctx: &Ctx, written: &[Chapter]) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "chuong", ctx.t("final-review-chapters"));
    table.columns = vec![
        Column::new("chuong", ctx.t("final-review-head-chapter")),
        Column::new("co-quan", ctx.t("final-review-head-agency")),
        Column::new("han", ctx.t("final-review-head-due")),
        Column::new("trang-thai", ctx.t("final-review-head-state")),
    ];
    table.rows = written.iter().map(|c| super::chapters::row(ctx, c)).collect::<Result<_>>()?;
    table.empty = Empty::new(ctx.t("final-review-chapters-empty"), ctx.t("final-review-chapters-empty-text"));
    Ok(table)
}

fn award_table(ctx: &Ctx, review: &Review, proposed: &[Award]) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "khen-thuong", ctx.t("final-review-awards"));
    table.columns = vec![
        Column::new("ai", ctx.t("final-review-head-awarded")),
        Column::new("can-cu", ctx.t("final-review-head-grounds")),
        Column::new("ly-do", ctx.t("final-review-head-reason")),
        Column::new("ket-qua", ctx.t("final-review-head-state")),
    ];
    let may = ctx.may(APPROVE, review.owner_id) && review.state()? == State::Writing;
    table.rows = proposed
        .iter()
        .map(|a| {
            let state = a.state()?;
            let tone = match state {
                AwardState::Proposed => Tone::Info,
                AwardState::Agreed => Tone::Good,
                AwardState::Refused => Tone::Neutral,
            };
            let word = ctx.t(&format!("final-review-award-{}", state.code()));
            let mut stand = vec![Cell::Tag(Tag::new(word, tone))];
            if state == AwardState::Proposed && may {
                let href = format!("/tong-ket-cchc/khen-thuong/{}", a.id);
                stand.push(Cell::link(href, ctx.t("final-review-award-decide")));
            } else if !a.decided_name.is_empty() {
                let told = format!("{} {}", a.decided_name, a.decided_reason);
                stand.push(Cell::muted(told.trim().to_owned()));
            }
            let agency = ctx.app.directory().name(a.agency_id).to_owned();
            let who = if a.person.is_empty() {
                Cell::text(agency)
            } else {
                Cell::Stack(vec![Cell::text(a.person.clone()), Cell::muted(agency)])
            };
            let grounds =
                if a.grounds.is_empty() { ctx.t("final-review-no-grounds") } else { a.grounds.clone() };
            Ok(Row::new(vec![
                who,
                Cell::text(grounds),
                Cell::Stack(vec![Cell::written(&a.reason), Cell::muted(a.proposed_name.clone())]),
                Cell::Stack(stand),
            ]))
        })
        .collect::<Result<_>>()?;
    table.empty = Empty::new(ctx.t("final-review-awards-empty"), String::new());
    Ok(table)
}
