//! The demo city's index: three years decided and published for departments, districts and some communes; the running year's
//! rounds at work, with sheets at every stage and one district that declares more than is measured. demo/work.rs: criteria given
//! to people, surveys, a tree that waits for its second person.

mod work;

use super::acts::{self, Filled};
use super::measuring::{self, Measured};
use super::rules::dec::Dec;
use super::rules::how::How;
use super::rules::rule::{Facts, Of, Rule, score};
use super::rules::tree::{By, Leaf, Part, Tree};
use super::store::evidence::What;
use super::store::rounds::{self, NewRound, RoundRow};
use super::store::scores::{self, Own, ScoreRow, Verdict};
use super::store::{evidence, sheets, trees};
use contracts::par_index::ParIndexPublished;
use kernel::Day;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::random::Random;
use platform::slice::DemoPlan;
use platform::store::ActorKind;
use platform::{Actor, App, Change, identity};
use serde_json::json;

/// Levels with their tree and the name of a round.
const LEVELS: [(&str, &str); 3] = [
    ("department-2013", "Chỉ số cải cách hành chính sở, ban, ngành"),
    ("district-2013", "Chỉ số cải cách hành chính quận, huyện"),
    ("commune-2013", "Chỉ số cải cách hành chính phường, xã, thị trấn"),
];
/// Agencies of a round: enough to rank, few enough to build quickly.
const MOST: usize = 10;
/// Who declares better than it is, in the year that runs.
const FLATTERS: &str = "quan-ninh-kieu";
/// A district that the city's round of the running year leaves out: a round of its own is still to be opened for it.
const APART: &str = "huyen-thoi-lai";
/// Who decides.
const COUNCIL: &str = "Hội đồng đánh giá cải cách hành chính";

/// A round of the demo with all its sheets need.
struct Made {
    round: RoundRow,
    tree: Tree,
    how: How,
}

/// Builds it, once.
pub(super) async fn build(app: App, plan: DemoPlan) -> Result<()> {
    if rounds::count(&app.store).await? > 0 {
        return Ok(());
    }
    let random = Random::seeded(plan.seed ^ 0x9A_21DE);
    let today = app.clock.now().day();
    let this = today.year();
    for (done, (code, name)) in (0u64..).zip(LEVELS) {
        (plan.progress)("chỉ số CCHC", done, 3);
        for year in [this - 2, this - 1] {
            let made = open(&app, code, name, (year, today)).await?;
            past(&app, &made, &random).await?;
        }
        let made = open(&app, code, name, (this, today)).await?;
        running(&app, &made, &random).await?;
    }
    // The oldest year comes last, so that what stood here before keeps its numbers.
    for (code, name) in LEVELS {
        let made = open(&app, code, name, (this - 3, today)).await?;
        past(&app, &made, &random).await?;
    }
    work::next_tree(&app, this + 1).await
}

async fn open(app: &App, code: &str, name: &str, (year, today): (i32, Day)) -> Result<Made> {
    let row = trees::by_code(&app.store, code).await?.ok_or_else(|| Error::fault("demo tree", code))?;
    let tree = row.tree()?;
    let directory = app.directory();
    let owner = directory.root(today).map(|a| a.id).ok_or_else(|| Error::fault("demo", "no city"))?;
    let mut agencies: Vec<AgencyRef> = acts::assessed(&directory, today, owner, &tree.level);
    agencies.truncate(MOST);
    if year == today.year() {
        agencies.retain(|agency| agency.code != APART);
    }
    // The term of the year that runs lies ahead; those before are over.
    let running = Day::ymd(year, 12, 15).unwrap_or(today);
    let due = if year == today.year() { running.max(today.plus_days(14)) } else { running };
    let new = NewRound {
        tree_id: row.id,
        tree: tree.clone(),
        owner_id: owner,
        year,
        name: format!("{name} năm {year}"),
        due,
        closes: Some(due.plus_days(5)),
    };
    let tx = app.store.write(&Actor::system()).await?;
    let id = acts::open_round(&tx, &new, &agencies).await?;
    tx.commit().await?;
    let round = rounds::get(&app.store, id).await?;
    let how = How::on(&app.profiles(), round.last_day()?)?;
    Ok(Made { round, tree, how })
}

/// A round of a year that is over: scored, verified, decided and published.
async fn past(app: &App, made: &Made, random: &Random) -> Result<()> {
    work::surveys(app, made, random).await?;
    let tx = app.store.write(&Actor::system()).await?;
    for sheet in sheets::of_round(&app.store, made.round.id).await? {
        let measured = measuring::measure(app, &sheet, &made.tree, &made.how, sheet.due()?).await?;
        let merit = 60 + random.below(40);
        for leaf in made.tree.leaves() {
            let own = own(&leaf, &measured, merit, 0, random, made.how.worth);
            let verdict = verdict(&leaf, &measured, &own, random, made.how.worth);
            if leaf.node.by == By::Own {
                scores::assess(&tx, sheet.id, &leaf.node.code, &own).await?;
            }
            scores::verify(&tx, sheet.id, &leaf.node.code, &verdict).await?;
        }
    }
    let standings = acts::standings(&tx, &made.round, &made.tree, &made.how).await?;
    for standing in &standings {
        let known = scores::of_sheet(&tx, standing.sheet.id).await?;
        let own = scores::points(&known, |row| row.own().or(row.last()));
        let own = super::rules::total::total(&made.tree, &own, made.how.takes_off).index;
        let at = made.round.due()?.start().plus_minutes(8 * 60);
        sheets::enter(&tx, standing.sheet.id, COUNCIL, (own, standing.total.index), at).await?;
        let sheet = sheets::get(&tx, standing.sheet.id).await?;
        sheets::decide(&tx, &sheet, &standing.total, &standing.class, standing.place).await?;
    }
    let on = made.round.last_day()?.plus_days(40);
    let decision = format!("Quyết định trình diễn số {}/QĐ-UBND", 100 + random.below(800));
    rounds::decide(&tx, made.round.id, (&decision, ""), on).await?;
    rounds::publish(&tx, made.round.id).await?;
    sheets::publish(&tx, made.round.id).await?;
    for standing in standings {
        let counted_on = made.round.last_day()?.to_string();
        tx.emit(&ParIndexPublished { agency_id: standing.sheet.agency_id, counted_on }).await?;
    }
    let after = json!({"par_decision": decision, "par_decided_on": on.to_string()});
    tx.journal(Change::of("par_index", "par_round", made.round.id, "par_round_publish").after(after)).await?;
    tx.commit().await
}

/// A round at work: some sheets drafted, some handed in, one verified with an objection.
async fn running(app: &App, made: &Made, random: &Random) -> Result<()> {
    let today = app.clock.now().day();
    work::surveys(app, made, random).await?;
    if made.round.level == "district" {
        work::waves(app, made).await?;
    }
    let leaders = identity::holders(&app.store, "leader", today).await?;
    let reform = identity::holders(&app.store, "reform", today).await?;
    let by = |holder: Option<&identity::Holder>, unit: i64| {
        holder.map_or_else(Actor::system, |h| Actor {
            kind: ActorKind::Staff,
            account_id: Some(h.account_id),
            name: h.name.clone(),
            unit_id: Some(unit),
        })
    };
    for (place, sheet) in sheets::of_round(&app.store, made.round.id).await?.into_iter().enumerate() {
        let code = app.directory().get(sheet.agency_id).map(|a| a.code.clone()).unwrap_or_default();
        let leader = by(leaders.iter().find(|l| l.agency_id == sheet.agency_id), sheet.agency_id);
        let flatters = code == FLATTERS;
        let measured = measuring::measure(app, &sheet, &made.tree, &made.how, today).await?;
        // Of the others a third have not begun, and some have not finished.
        let stage = if flatters { 2 } else { place % 4 };
        if stage < 2 {
            work::assign(app, made, &sheet, &leader).await?;
        }
        fill(app, made, sheet.id, &measured, (stage, flatters), &leader, random).await?;
        if stage < 2 {
            continue;
        }
        hand_in(app, made, sheet.id, &measured, &leader).await?;
        if stage == 3 {
            let verifier = by(reform.first(), made.round.owner_id);
            verified(app, made, sheet.id, &measured, &verifier, random).await?;
        }
    }
    Ok(())
}

/// Scores of an agency by itself, with a piece of evidence for most.
async fn fill(
    app: &App,
    made: &Made,
    sheet: i64,
    measured: &Measured,
    (stage, flatters): (usize, bool),
    by: &Actor,
    random: &Random,
) -> Result<()> {
    if stage == 0 {
        return Ok(());
    }
    let tx = app.store.write(by).await?;
    let merit = 65 + random.below(35);
    let flattery = if flatters { 15 } else { 0 };
    let own_leaves = made.tree.leaves().into_iter().filter(|l| l.node.by == By::Own);
    // Who has not finished has done the first half.
    let most = if stage == 1 { 10 } else { usize::MAX };
    for leaf in own_leaves.take(most) {
        let code = &leaf.node.code;
        let own = own(&leaf, measured, merit, flattery, random, made.how.worth);
        scores::assess(&tx, sheet, code, &own).await?;
        let dated = Day::ymd(made.round.calendar_year(), 2, 1).unwrap_or(tx.at().day());
        let dated = dated.plus_days(i64::try_from(random.below(100)).unwrap_or(0)).min(tx.at().day());
        if own.points.is_some_and(|p| p > Dec::ZERO) && !leaf.node.evidence.is_empty() {
            let content = format!("%PDF-1.4\n% {} {code}\n", leaf.node.evidence).into_bytes();
            let stored = app.files.put_as(&tx, content.into(), "application/pdf").await?;
            let what = What::File(stored.hash, format!("minh-chung-{code}.pdf"));
            evidence::add(&tx, (sheet, code), &leaf.node.evidence, dated, what).await?;
        }
    }
    let after = json!({"par_criterion": "–"});
    tx.journal(Change::of("par_index", "par_sheet", sheet, "par_assess").after(after)).await?;
    tx.commit().await
}

async fn hand_in(app: &App, made: &Made, sheet: i64, measured: &Measured, by: &Actor) -> Result<()> {
    let sheet = sheets::get(&app.store, sheet).await?;
    let known = scores::of_sheet(&app.store, sheet.id).await?;
    let shown = evidence::of_sheet(&app.store, sheet.id).await?;
    let filled = Filled {
        round: &made.round,
        tree: &made.tree,
        scores: &known,
        evidence: &shown,
        measured,
        how: &made.how,
    };
    let tx = app.store.write(by).await?;
    acts::submit(app, &tx, &sheet, &filled).await?;
    tx.commit().await
}

async fn verified(
    app: &App,
    made: &Made,
    sheet: i64,
    measured: &Measured,
    by: &Actor,
    random: &Random,
) -> Result<()> {
    let tx = app.store.write(by).await?;
    let known = scores::of_sheet(&tx, sheet).await?;
    let mut contested = None;
    for leaf in made.tree.leaves() {
        let row = known.get(&leaf.node.code).cloned().unwrap_or_default();
        let own = Own {
            not_applicable: row.not_applicable,
            facts: row.given_facts()?,
            points: row.own(),
            explanation: String::new(),
        };
        let verdict = verdict(&leaf, measured, &own, random, made.how.worth);
        let id = scores::verify(&tx, sheet, &leaf.node.code, &verdict).await?;
        if verdict.points < own.points {
            contested = contested.or(Some(id));
        }
    }
    let known = scores::of_sheet(&tx, sheet).await?;
    let given = scores::points(&known, ScoreRow::last);
    let index = super::rules::total::total(&made.tree, &given, made.how.takes_off).index;
    let row = sheets::get(&tx, sheet).await?;
    sheets::verified(&tx, &row, index).await?;
    if let Some(score) = contested {
        let text = "Cơ quan đã ban hành trong tháng, gửi kèm bản có dấu; đề nghị Hội đồng xem lại.";
        scores::object(&tx, score, text).await?;
    }
    let after = json!({"par_verified_index": index.rounded(2).to_string()});
    tx.journal(
        Change::of("par_index", "par_sheet", sheet, "par_conclude").after(after).reason(Some(COUNCIL)),
    )
    .await?;
    tx.commit().await
}

/// What an agency says of a criterion: what is measured, or something of its merit; flatterers say more.
fn own(
    leaf: &Leaf<'_>,
    measured: &Measured,
    merit: u64,
    flattery: i64,
    random: &Random,
    worth: [Dec; 4],
) -> Own {
    let Some(rule) = &leaf.node.rule else { return Own::default() };
    let facts = match measured.get(&leaf.node.code) {
        Some(seen) if flattery > 0 => better(&seen.facts, flattery),
        Some(seen) => seen.facts.clone(),
        None => made_up(rule, merit, random),
    };
    let points = score(rule, leaf.max(), worth, &facts).ok();
    Own {
        not_applicable: false, facts, points, explanation: "Số liệu theo báo cáo của cơ quan.".to_owned()
    }
}

/// A share said to be so many points better than it is.
fn better(facts: &Facts, flattery: i64) -> Facts {
    let mut better = facts.clone();
    if let (Some(value), Some(of)) = (facts.value, facts.of) {
        let more = Dec(of.0 / 100 * flattery / 10_000 * 10_000);
        better.value = Some((value + more.max(Dec::whole(1))).min(of));
    }
    better
}

fn made_up(rule: &Rule, merit: u64, random: &Random) -> Facts {
    let merit = i64::try_from(merit).unwrap_or(80);
    let luck = i64::try_from(random.below(21)).unwrap_or(0) - 10;
    let share = (merit + luck).clamp(5, 100);
    let well = share >= 60;
    let number = |value: i64| Facts { value: Some(Dec::whole(value)), ..Facts::default() };
    match rule {
        Rule::YesNo => Facts { yes: Some(well), ..Facts::default() },
        Rule::Choice { options } => {
            let chosen = if well { 0 } else { options.len().saturating_sub(1).min(1) };
            Facts { chosen: Some(chosen), ..Facts::default() }
        }
        Rule::Bands { of: Of::Percent, .. } | Rule::Linear { of: Of::Percent, .. } | Rule::Survey => {
            Facts { of: Some(Dec::whole(100)), ..number(share) }
        }
        Rule::Bands { of: Of::Days, .. } => number(if well { 0 } else { 12 }),
        Rule::Answers { .. } => Facts { answers: Some([merit / 4, 10, 5, 1]), ..Facts::default() },
        Rule::Depends { yes, .. } => Facts { yes: Some(true), ..made_up(yes, share.unsigned_abs(), random) },
        _ => number(0),
    }
}

/// What a verifier finds: the measured, else mostly what was declared, now and then less with its reason.
fn verdict(leaf: &Leaf<'_>, measured: &Measured, own: &Own, random: &Random, worth: [Dec; 4]) -> Verdict {
    let (Some(rule), code) = (&leaf.node.rule, &leaf.node.code) else { return Verdict::default() };
    if leaf.domain.part == Part::Penalty {
        return Verdict { points: Some(Dec::ZERO), ..Verdict::default() };
    }
    if let Some(seen) = measured.get(code) {
        let reason = if own.points.is_some_and(|p| p != seen.points) {
            "Theo số đo từ hồ sơ của hệ thống."
        } else {
            ""
        };
        let facts = seen.facts.clone();
        return Verdict {
            facts,
            points: Some(seen.points),
            reason: reason.to_owned(),
            not_applicable: false,
        };
    }
    let facts = if leaf.node.by == By::Own { own.facts.clone() } else { made_up(rule, 82, random) };
    let points = score(rule, leaf.max(), worth, &facts).ok();
    let strict = leaf.node.by == By::Own && points.is_some_and(|p| p > Dec::ZERO) && random.below(9) == 0;
    if strict {
        let half = points.and_then(|p| p.times(1, 2));
        let reason = "Minh chứng chưa đủ cho cả năm.".to_owned();
        return Verdict { facts, points: half, reason, not_applicable: false };
    }
    Verdict { facts, points: Some(points.unwrap_or(Dec::ZERO)), ..Verdict::default() }
}
