//! Operations on what is done with measures: who answers, check-ins and comments, what turned, frozen readings and their recount,
//! agencies compared, scenarios; by the rules of the pages.

use super::super::board;
use super::super::freezing::{self, Verdict};
use super::super::pages::{
    compare, follow, followed, readings as pages, scenario, scenarios as kept, turns as turned,
};
use super::super::slice::{ASSIGN, FOLLOW, RECORDS};
use super::super::store::follow::{self as store, Charge, Note};
use super::super::store::readings::{self, Reading};
use super::super::store::scenarios::Scenario;
use super::super::store::turns::TurnRow;
use super::BySlug;
use super::shapes::{
    After, ChargeFilters, ChargeIn, ChargeOut, CheckInIn, CommentIn, ComparedOut, Comparing, FrozenOut,
    MovedOut, NoteOut, OfAgency, ReadingFilters, RecountOut, ScenarioIn, ScenarioOut, TurnFilters, TurnOut,
};
use platform::api::types::{Asked, At, ById, Sent, renamed};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::error::{Error, Result};
use platform::{Access, Ctx};

/// Adds them to the slice's.
pub(super) fn operations(all: Operations) -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let needs = Access::Permission;
    all.get(
        op(
            "/target-charges",
            "listTargetCharges",
            needs(FOLLOW),
            "Who answers for which measure in the caller's scope",
        ),
        charges,
    )
    .get(
        op(
            "/targets/{slug}/notes",
            "listTargetNotes",
            needs(FOLLOW),
            "Check-ins and comments on a measure of an agency",
        ),
        notes,
    )
    .post(
        op(
            "/targets/{slug}/check-ins",
            "checkInTarget",
            needs(FOLLOW),
            "Tells how a measure stands this month",
        ),
        check_in,
    )
    .post(
        op("/targets/{slug}/comments", "commentTarget", needs(FOLLOW), "Comments on a measure of an agency"),
        comment,
    )
    .post(
        op(
            "/targets/{slug}/charge",
            "assignTarget",
            needs(ASSIGN),
            "Says who answers for a measure at an agency",
        ),
        assign,
    )
    .get(
        op(
            "/target-turns",
            "listTargetTurns",
            needs(FOLLOW),
            "Lights and forecasts that turned, the newest first",
        ),
        turns,
    )
    .get(
        op("/readings", "listReadings", Access::Public, "Readings frozen at a day, the newest first"),
        frozen,
    )
    .get(
        op(
            "/readings/{id}/recount",
            "recountReading",
            needs(RECORDS),
            "Counts a reading's evidence again and compares",
        ),
        recount,
    )
    .get(
        op(
            "/comparisons",
            "compareAgencies",
            Access::Public,
            "Agencies compared by a measure within the limits of chance",
        ),
        comparison,
    )
    .get(
        op("/scenarios", "listScenarios", needs(FOLLOW), "Scenarios kept by the caller's agencies"),
        scenarios,
    )
    .post(op("/scenarios", "keepScenario", needs(FOLLOW), "Reckons a scenario and keeps it by a name"), keep)
}

fn code(ctx: &Ctx, agency: i64) -> String {
    ctx.app.directory().get(agency).map(|a| a.code.clone()).unwrap_or_default()
}

fn charge(ctx: &Ctx, c: Charge) -> ChargeOut {
    ChargeOut {
        id: c.id,
        measure: c.measure,
        agency: code(ctx, c.agency_id),
        unit: code(ctx, c.unit_id),
        person: c.person_name,
        checked: c.checked,
        light: c.light,
    }
}

async fn charges(ctx: Ctx, _: Nothing, asked: ChargeFilters) -> Result<Listed<ChargeOut>> {
    let yes = |given: Option<bool>| given.filter(|yes| *yes).map(|_| "1");
    let query = Asked::new()
        .with("co-quan", asked.agency)
        .with("cua-toi", yes(asked.mine))
        .with("thieu", yes(asked.unchecked))
        .after(asked.after.as_deref())?;
    let page = followed::narrowed(&ctx, &query).page::<Charge>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |c| Ok(charge(&ctx, c)))
}

fn note(n: Note) -> NoteOut {
    NoteOut {
        id: n.id,
        kind: n.kind,
        month: n.month,
        confidence: n.confidence,
        text: n.body,
        value: n.value,
        by: n.author_name,
        at: At::of(n.at),
    }
}

async fn told(ctx: &Ctx, place: &follow::Place) -> Result<Listed<NoteOut>> {
    let found = store::notes(&ctx.app.store, &place.line.measure.code, place.agency.id, 100).await?;
    Ok(Listed::whole(found.into_iter().map(note).collect()))
}

async fn notes(ctx: Ctx, path: BySlug, asked: OfAgency) -> Result<Listed<NoteOut>> {
    let place = follow::place(&ctx, &path.slug, asked.agency.as_deref()).await?;
    told(&ctx, &place).await
}

async fn check_in(ctx: Ctx, path: BySlug, body: CheckInIn) -> Result<Listed<NoteOut>> {
    let place = follow::place(&ctx, &path.slug, body.agency.as_deref()).await?;
    let form = Sent::new().with("tinh-hinh", Some(body.text)).with("tin-cay", Some(body.confidence)).form();
    let names = [("tinh-hinh", "text"), ("tin-cay", "confidence")];
    follow::told(&ctx, &place, &form).await.map_err(|e| renamed(e, &names))?;
    told(&ctx, &place).await
}

async fn comment(ctx: Ctx, path: BySlug, body: CommentIn) -> Result<Listed<NoteOut>> {
    let place = follow::place(&ctx, &path.slug, body.agency.as_deref()).await?;
    let form = Sent::new().with("y-kien", Some(body.text)).form();
    follow::commented(&ctx, &place, &form).await.map_err(|e| renamed(e, &[("y-kien", "text")]))?;
    told(&ctx, &place).await
}

async fn assign(ctx: Ctx, path: BySlug, body: ChargeIn) -> Result<One<ChargeOut>> {
    let place = follow::place(&ctx, &path.slug, body.agency.as_deref()).await?;
    let form = Sent::new().with("don-vi", Some(body.unit)).with("nguoi", body.account).form();
    let names = [("don-vi", "unit"), ("nguoi", "account")];
    follow::assigned(&ctx, &place, &form).await.map_err(|e| renamed(e, &names))?;
    let found = store::charge(&ctx.app.store, &place.line.measure.code, place.agency.id).await?;
    Ok(One(charge(&ctx, found.ok_or(Error::NotFound)?)))
}

async fn turns(ctx: Ctx, _: Nothing, asked: TurnFilters) -> Result<Listed<TurnOut>> {
    let way = asked.worse.map(|worse| if worse { "xau" } else { "tot" });
    let query =
        Asked::new().with("co-quan", asked.agency).with("chieu", way).after(asked.after.as_deref())?;
    let page = turned::narrowed(&ctx, &query).page::<TurnRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |t| {
        Ok(TurnOut {
            id: t.id,
            agency: code(&ctx, t.agency_id),
            measure: t.measure,
            on: t.on_day,
            kind: t.kind,
            was: t.was,
            turned: t.turned,
            worse: t.worse,
            value: t.value,
            count: t.count,
        })
    })
}

fn reading(ctx: &Ctx, r: Reading) -> FrozenOut {
    FrozenOut {
        id: r.id,
        agency: code(ctx, r.agency_id),
        measure: r.measure,
        period: r.period,
        value: r.value,
        count: r.count,
        version: r.version,
        evidence_rows: r.evidence_rows,
        evidence_hash: r.evidence_hash,
        frozen_at: At::of(r.measured_at),
    }
}

async fn frozen(ctx: Ctx, _: Nothing, asked: ReadingFilters) -> Result<Listed<FrozenOut>> {
    let measures = board::programme(&ctx.app).await?.map(|p| p.measures).unwrap_or_default();
    let query = Asked::new()
        .with("co-quan", asked.agency)
        .with("chi-tieu", asked.measure)
        .with("ky", asked.period)
        .after(asked.after.as_deref())?;
    let page = pages::narrowed(&ctx, &query, &measures).page::<Reading>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |r| Ok(reading(&ctx, r)))
}

async fn recount(ctx: Ctx, path: ById, _: Nothing) -> Result<One<RecountOut>> {
    let found = readings::get(&ctx.app.store, path.id).await?;
    let verdict = freezing::verify(&ctx.app, &found).await?;
    let word = pages::word(&verdict);
    let moved = match verdict {
        Verdict::Differs(months) => {
            months.into_iter().map(|m| MovedOut { month: m.month, then: m.then, now: m.now }).collect()
        }
        _ => Vec::new(),
    };
    Ok(One(RecountOut { reading: reading(&ctx, found), verdict: word, moved }))
}

async fn comparison(ctx: Ctx, _: Nothing, asked: Comparing) -> Result<Listed<ComparedOut>> {
    let programme = board::programme(&ctx.app).await?.ok_or(Error::NotFound)?;
    let level = match asked.level.as_deref() {
        Some("district") => Some("huyen"),
        Some("commune") => Some("xa"),
        _ => None,
    };
    let query = Asked::new()
        .with("chi-tieu", asked.measure)
        .with("ky", asked.period)
        .with("cap", level)
        .after(None)?;
    let found = compare::compare(&ctx, &query, &programme).await?;
    let out = found.lines.into_iter().map(|(c, chance)| ComparedOut {
        agency: c.agency.code,
        value: c.m.value,
        count: c.m.count,
        chance: chance.code(),
    });
    Ok(Listed::whole(out.collect()))
}

fn scenario_out(s: Scenario) -> ScenarioOut {
    ScenarioOut {
        id: s.id,
        name: s.name,
        measure: s.measure,
        period: s.period,
        rule: s.rule,
        now: s.value_now,
        then: s.value_then,
        at: At::of(s.at),
    }
}

async fn scenarios(ctx: Ctx, _: Nothing, asked: After) -> Result<Listed<ScenarioOut>> {
    let query = Asked::new().after(asked.after.as_deref())?;
    let page = kept::narrowed(&ctx).page::<Scenario>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |s| Ok(scenario_out(s)))
}

async fn keep(ctx: Ctx, _: Nothing, body: ScenarioIn) -> Result<One<ScenarioOut>> {
    let form = Sent::new()
        .with("ten", Some(body.name))
        .with("chi-tieu", Some(body.measure))
        .with("ky", body.period)
        .with("luat", Some(body.rule))
        .with("muc", body.figure)
        .form();
    let names = [("ten", "name"), ("chi-tieu", "measure"), ("luat", "rule"), ("muc", "figure")];
    let (id, _) = scenario::keep(&ctx, &form).await.map_err(|e| renamed(e, &names))?;
    let found = super::super::store::scenarios::get(&ctx.app.store, id).await?;
    Ok(One(scenario_out(found)))
}
