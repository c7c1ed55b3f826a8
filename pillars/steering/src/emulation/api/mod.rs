//! Operations of the programming interface on emulation: published results, rounds, entries, and the acts on them, each through the
//! list, the form's reading and the act that the page goes through. council.rs: what a council does.

mod council;

use super::pages;
use super::rules::Points;
use super::slice::{APPRAISE, DECIDE, PROPOSE, SUBMIT, VIEW};
use super::store::entries::{self, Entry};
use super::store::points;
use super::store::rounds::{self, Round};
use super::{acts, pages::entry_path};
use platform::api::types::{AgencyBrief, Asked, ById, Sent, renamed};
use platform::api::{Created, Listed, Nothing, One, Op, Operations};
use platform::error::{Error, Result};
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    council::operations(acts(records(Operations::new())))
}

fn records(operations: Operations) -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let needs = Access::Permission;
    operations
        .get(
            op(
                "/emulation-results",
                "listEmulationResults",
                Access::Public,
                "Published classes of emulation, by place",
            ),
            results,
        )
        .get(
            op(
                "/emulation-rounds",
                "listEmulationRounds",
                needs(VIEW),
                "Rounds of emulation of the caller's scope, the newest first",
            ),
            list_rounds,
        )
        .get(
            op(
                "/emulation-entries",
                "listEmulationEntries",
                needs(VIEW),
                "Entries of agencies of the caller's scope, the newest first",
            ),
            list,
        )
        .get(
            op(
                "/emulation-entries/{id}",
                "getEmulationEntry",
                needs(VIEW),
                "An entry with its points by criterion and their records",
            ),
            one,
        )
}

fn acts(operations: Operations) -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let needs = Access::Permission;
    operations
        .post(
            op(
                "/emulation-entries/{id}/propose",
                "proposeEmulation",
                needs(PROPOSE),
                "Keeps an agency's own proposal",
            ),
            propose,
        )
        .post(
            op(
                "/emulation-entries/{id}/submit",
                "submitEmulation",
                needs(SUBMIT),
                "Sends a proposal to the appraisal",
            ),
            submit,
        )
        .post(
            op(
                "/emulation-entries/{id}/appraise",
                "appraiseEmulation",
                needs(APPRAISE),
                "Appraises an entry, with reasons",
            ),
            appraise,
        )
        .post(
            op(
                "/emulation-entries/{id}/object",
                "objectEmulation",
                needs(SUBMIT),
                "Objects to an appraisal or a published class",
            ),
            object,
        )
        .post(
            op(
                "/emulation-rounds/{id}/decide",
                "decideEmulation",
                needs(DECIDE),
                "Decides on a round that its council sent",
            ),
            decide,
        )
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Filters {
    /// Year of the round.
    #[schemars(range(min = 2000, max = 2100))]
    year: Option<i64>,
    /// Code of the group.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["department"]))]
    group: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

impl Filters {
    fn query(self) -> Result<platform::http::Query> {
        Asked::new().with("nam", self.year).with("nhom", self.group).after(self.after.as_deref())
    }
}

/// A published result.
#[derive(Debug, Serialize, JsonSchema)]
struct ResultOut {
    /// Number of the entry.
    id: i64,
    /// The agency.
    agency: AgencyBrief,
    /// Year.
    year: i64,
    /// Code of the group.
    group: String,
    /// Place in the group; equal totals share one.
    place: i64,
    /// Total of 100.
    total: f64,
    /// Code of the class.
    class: String,
}

/// A round.
#[derive(Debug, Serialize, JsonSchema)]
struct RoundOut {
    /// Number of the record.
    id: i64,
    /// Name.
    name: String,
    /// Year.
    year: i64,
    /// Code of the group.
    group: String,
    /// open, submitted, decided or published.
    state: String,
    /// Last day of the proposals.
    due_on: String,
    /// The decision, once there is one.
    decision: Option<String>,
}

/// An entry.
#[derive(Debug, Serialize, JsonSchema)]
struct EntryOut {
    /// Number of the record.
    id: i64,
    /// Number of its round.
    round: i64,
    /// The agency.
    agency: AgencyBrief,
    /// Year.
    year: i64,
    /// drafting, submitted, appraised or voted.
    state: String,
    /// Total of 100 as it stands.
    total: f64,
    /// Place in the group as it stands.
    place: i64,
    /// Class the agency proposes.
    proposed: String,
    /// Class by the rules.
    ruled: String,
    /// Class of the appraisal.
    appraised: String,
    /// Class of the council.
    council: String,
    /// Whether it is announced.
    published: bool,
    /// Version of the record, which a vote names.
    version: i64,
}

/// A criterion of an entry.
#[derive(Debug, Serialize, JsonSchema)]
struct PointOut {
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// Most points.
    max: i64,
    /// Points by the city's records.
    measured: Option<f64>,
    /// The value behind them.
    value: String,
    /// Address of these records.
    records: String,
    /// The agency's own points.
    own: Option<f64>,
    /// Points of the appraisal where it says otherwise.
    appraised: Option<f64>,
    /// Points that count; null where there is no data, which takes the criterion out.
    counts: Option<f64>,
}

/// An entry with its points.
#[derive(Debug, Serialize, JsonSchema)]
struct WholeOut {
    /// The entry.
    entry: EntryOut,
    /// Its criteria in order.
    points: Vec<PointOut>,
}

fn told(ctx: &Ctx, e: Entry) -> EntryOut {
    EntryOut {
        id: e.id,
        round: e.round_id,
        agency: AgencyBrief::of(ctx, e.agency_id),
        year: e.year,
        total: e.points().float(),
        place: e.place,
        published: e.published,
        version: e.version,
        state: e.state,
        proposed: e.proposed,
        ruled: e.ruled,
        appraised: e.class,
        council: e.final_class,
    }
}

async fn results(ctx: Ctx, _: Nothing, asked: Filters) -> Result<Listed<ResultOut>> {
    let query = asked.query()?;
    let page = pages::result_list(&query).page::<Entry>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |e| {
        Ok(ResultOut {
            id: e.id,
            agency: AgencyBrief::of(&ctx, e.agency_id),
            year: e.year,
            place: e.place,
            total: e.points().float(),
            group: e.group_code,
            class: e.final_class,
        })
    })
}

async fn list_rounds(ctx: Ctx, _: Nothing, asked: Filters) -> Result<Listed<RoundOut>> {
    let query = asked.query()?;
    let page = pages::round_list(&ctx, &query).page::<Round>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |r| Ok(round_out(r)))
}

fn round_out(r: Round) -> RoundOut {
    RoundOut {
        id: r.id,
        name: r.name,
        year: r.year,
        group: r.group_code,
        state: r.state,
        due_on: r.due_on,
        decision: Some(r.decision).filter(|d| !d.is_empty()),
    }
}

async fn list(ctx: Ctx, _: Nothing, asked: Filters) -> Result<Listed<EntryOut>> {
    let query = asked.query()?;
    let page = pages::entry_list(&ctx, &query).page::<Entry>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |e| Ok(told(&ctx, e)))
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<WholeOut>> {
    let (entry, round) = pages::own_entry(&ctx, path.id, VIEW).await?;
    let known = points::of_entry(&ctx.app.store, entry.id).await?;
    let points = round.criteria()?.into_iter().map(|c| {
        let point = known.iter().find(|p| p.code == c.code);
        let float = |parts: Option<i64>| parts.map(|p| Points(p).float());
        PointOut {
            measured: float(point.and_then(|p| p.measured)),
            value: point.map(|p| p.shown.clone()).unwrap_or_default(),
            records: point.map(|p| p.href.clone()).unwrap_or_default(),
            own: float(point.and_then(|p| p.own)),
            appraised: float(point.and_then(|p| p.appraised)),
            counts: point.and_then(points::Point::counts).map(Points::float),
            name: ctx.locale.pick(&c.name, &c.name_en).to_owned(),
            code: c.code,
            max: c.max,
        }
    });
    Ok(One(WholeOut { points: points.collect(), entry: told(&ctx, entry) }))
}

/// Points of a criterion with why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PointIn {
    /// Code of the criterion.
    #[schemars(length(min = 1, max = 60))]
    code: String,
    /// Points.
    #[schemars(range(min = 0, max = 100))]
    points: f64,
    /// Why.
    #[schemars(length(min = 1, max = 2000))]
    why: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ProposalIn {
    /// Points of criteria that no record measures.
    #[serde(default)]
    points: Vec<PointIn>,
    /// Code of the class proposed.
    #[schemars(length(min = 1, max = 60))]
    class: String,
    /// The year in words.
    #[schemars(length(min = 1, max = 6000))]
    text: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AppraisalIn {
    /// Points where the appraisal says otherwise.
    #[serde(default)]
    points: Vec<PointIn>,
    /// Code of the class.
    #[schemars(length(min = 1, max = 60))]
    class: String,
    /// Why it is not that of the rules.
    #[schemars(length(max = 2000))]
    reason: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ObjectionIn {
    /// What the agency objects.
    #[schemars(length(min = 1, max = 4000))]
    text: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DecisionIn {
    /// Number of the decision.
    #[schemars(length(min = 1, max = 300))]
    decision: String,
    /// Its day, ISO.
    #[schemars(length(min = 8, max = 10))]
    decided_on: String,
}

/// The fields of a form with points by criterion; whoever names a criterion that is not there is told so.
fn sent(round: &Round, given: Vec<PointIn>) -> Result<Sent> {
    let known = round.criteria()?;
    let mut sent = Sent::new();
    for (at, point) in given.into_iter().enumerate() {
        if !known.iter().any(|c| c.code == point.code) {
            let mut errors = platform::FieldErrors::new();
            errors.add(format!("points.{at}.code"), "emulation-api-criterion");
            return Err(Error::Invalid(errors));
        }
        sent = sent
            .with(&format!("diem/{}", point.code), Some(point.points))
            .with(&format!("vi-sao/{}", point.code), Some(point.why));
    }
    Ok(sent)
}

const NAMES: [(&str, &str); 7] = [
    ("loai", "class"),
    ("thanh-tich", "text"),
    ("ly-do", "reason"),
    ("noi-dung", "text"),
    ("quyet-dinh", "decision"),
    ("ngay", "decided_on"),
    ("phieu", "entries"),
];

fn wrong(errors: platform::FieldErrors) -> Error {
    renamed(Error::Invalid(errors), &NAMES)
}

async fn after(ctx: &Ctx, id: i64) -> Result<Created<EntryOut>> {
    let entry = entries::get(&ctx.app.store, id).await?;
    Ok(Created { at: format!("{}/emulation-entries/{id}", platform::api::PREFIX), body: told(ctx, entry) })
}

async fn propose(ctx: Ctx, path: ById, body: ProposalIn) -> Result<Created<EntryOut>> {
    let (entry, round) = pages::own_entry(&ctx, path.id, PROPOSE).await?;
    let form =
        sent(&round, body.points)?.with("loai", Some(body.class)).with("thanh-tich", Some(body.text)).form();
    let new = pages::read_proposal(&round, &form)?.map_err(wrong)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::propose(&tx, &round, &entry, &new).await?;
    tx.commit().await?;
    after(&ctx, entry.id).await
}

async fn submit(ctx: Ctx, path: ById, _: Nothing) -> Result<Created<EntryOut>> {
    let (entry, round) = pages::own_entry(&ctx, path.id, SUBMIT).await?;
    let by = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit(&ctx.app, &tx, &round, &entry, &by).await?;
    tx.commit().await?;
    after(&ctx, entry.id).await
}

async fn appraise(ctx: Ctx, path: ById, body: AppraisalIn) -> Result<Created<EntryOut>> {
    let (entry, round) = pages::their_entry(&ctx, path.id, APPRAISE).await?;
    let form = sent(&round, body.points)?.with("loai", Some(body.class)).with("ly-do", body.reason).form();
    let new = pages::read_appraisal(&round, &form)?.map_err(wrong)?;
    let by = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::appraise(&ctx.app, &tx, (&round, &entry), &new, &by).await?;
    tx.commit().await?;
    after(&ctx, entry.id).await
}

/// An objection as it was kept.
#[derive(Debug, Serialize, JsonSchema)]
struct ObjectionOut {
    /// Number of the objection.
    id: i64,
    /// Number of the entry.
    entry: i64,
    /// Page of the entry.
    page: String,
}

async fn object(ctx: Ctx, path: ById, body: ObjectionIn) -> Result<Created<ObjectionOut>> {
    let (entry, round) = pages::own_entry(&ctx, path.id, SUBMIT).await?;
    let form = Sent::new().with("noi-dung", Some(body.text)).form();
    let mut errors = platform::FieldErrors::new();
    let text = form.required(&mut errors, "noi-dung", 4000);
    if !errors.is_empty() {
        return Err(wrong(errors));
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::object(&ctx.app, &tx, &round, &entry, &text).await?;
    tx.commit().await?;
    let at = format!("{}/emulation-entries/{}", platform::api::PREFIX, entry.id);
    Ok(Created { at, body: ObjectionOut { id, entry: entry.id, page: entry_path(entry.id) } })
}

async fn decide(ctx: Ctx, path: ById, body: DecisionIn) -> Result<Created<RoundOut>> {
    let round = pages::the_round(&ctx, path.id, DECIDE).await?;
    let form = Sent::new().with("quyet-dinh", Some(body.decision)).with("ngay", Some(body.decided_on)).form();
    let (decision, on) = pages::read_decision(&ctx, &form).map_err(wrong)?;
    let viewer = ctx.viewer()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::decide(&tx, &round, (viewer.account_id, &viewer.name), (&decision, on)).await?;
    tx.commit().await?;
    let round = rounds::get(&ctx.app.store, round.id).await?;
    Ok(Created { at: round_place(&round), body: round_out(round) })
}

/// Where a round is found among the others.
fn round_place(round: &Round) -> String {
    format!("{}/emulation-rounds?year={}&group={}", platform::api::PREFIX, round.year, round.group_code)
}
