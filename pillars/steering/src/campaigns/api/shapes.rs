//! What the operations take and give.

use super::super::store::campaigns::Planned;
use super::super::store::pieces::Piece;
use super::super::store::plans::Plan;
use platform::Ctx;
use platform::api::types::{AgencyBrief, On};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanFilters {
    /// Year of the plan.
    #[schemars(range(min = 2000, max = 2100))]
    pub(super) year: Option<i64>,
    /// draft, submitted, returned, approved, or in-force.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["in-force"]))]
    pub(super) state: Option<String>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub(super) agency: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    pub(super) after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PieceFilters {
    /// Words of the title, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    pub(super) q: Option<String>,
    /// Year in which they appeared.
    #[schemars(range(min = 2000, max = 2100))]
    pub(super) year: Option<i64>,
    /// Quarter in which they appeared.
    #[schemars(range(min = 1, max = 4))]
    pub(super) quarter: Option<i64>,
    /// Code of the channel.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["bao-in"]))]
    pub(super) channel: Option<String>,
    /// Line of the campaign.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub(super) campaign: Option<i64>,
    /// entered, verified or returned.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["verified"]))]
    pub(super) state: Option<String>,
    /// Code of the agency whose campaign it is.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub(super) agency: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    pub(super) after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedFilters {
    /// Year of the plan.
    #[schemars(range(min = 2000, max = 2100))]
    pub(super) year: Option<i64>,
    /// Quarter.
    #[schemars(range(min = 1, max = 4))]
    pub(super) quarter: Option<i64>,
    /// behind, open or filled.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["behind"]))]
    pub(super) standing: Option<String>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub(super) agency: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    pub(super) after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ContestFilters {
    /// open or published.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["published"]))]
    pub(super) state: Option<String>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub(super) agency: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    pub(super) after: Option<String>,
}

/// What figures are summed by.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ByIn {
    /// Channel.
    Channel,
    /// Campaign.
    Campaign,
    /// Agency.
    Agency,
    /// Quarter.
    Quarter,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FigureFilters {
    /// Year; the one that runs where nothing is said.
    #[schemars(range(min = 2000, max = 2100))]
    pub(super) year: Option<i32>,
    /// What to sum by; the channel where nothing is said.
    pub(super) by: Option<ByIn>,
    /// Code of the agency; all of the caller's scope where nothing is said.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub(super) agency: Option<String>,
}

/// A piece to enter.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PieceIn {
    /// Line of a campaign in force; left out, the piece is the caller's own agency's, outside any campaign.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub(super) campaign: Option<i64>,
    /// Its title.
    #[schemars(length(min = 1, max = 500))]
    pub(super) title: String,
    /// news, article, reportage, column, broadcast, board, leaflet, conference, contest or other.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["article"]))]
    pub(super) genre: String,
    /// Code of the channel.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["bao-in"]))]
    pub(super) channel: String,
    /// Code of the press outlet, where it is one of the city's agencies.
    #[schemars(length(max = 80))]
    pub(super) outlet: Option<String>,
    /// Where else it appeared.
    #[schemars(length(max = 200))]
    pub(super) place: Option<String>,
    /// Day it appeared.
    pub(super) published_on: On,
    /// Its address on the web.
    #[schemars(length(max = 500))]
    pub(super) link: Option<String>,
    /// People reached.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub(super) reach: Option<i64>,
    /// declared or measured.
    #[schemars(length(max = 20))]
    pub(super) reach_how: Option<String>,
    /// What counted them.
    #[schemars(length(max = 300))]
    pub(super) reach_source: Option<String>,
    /// What it cost, đồng.
    #[schemars(range(min = 0, max = 1_000_000_000_000_000_i64))]
    pub(super) cost: Option<i64>,
    /// A key of the sender's: the same key again enters no second piece.
    #[schemars(length(min = 8, max = 100))]
    pub(super) key: String,
}

/// How many a piece reached.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReachIn {
    /// People reached.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub(super) reach: i64,
    /// declared or measured.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["declared"]))]
    pub(super) reach_how: String,
    /// What counted them; asked for where they were measured.
    #[schemars(length(max = 300))]
    pub(super) reach_source: Option<String>,
}

/// A reason.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReasonIn {
    /// Why.
    #[schemars(length(min = 1, max = 1000))]
    pub(super) reason: String,
}

/// A communication plan.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PlanOut {
    /// Number of the record.
    pub(super) id: i64,
    /// Agency.
    pub(super) agency: AgencyBrief,
    /// Year.
    pub(super) year: i64,
    /// Where its newest edition stands.
    pub(super) state: String,
    /// Number of the newest edition.
    pub(super) edition: i64,
    /// Number of the edition in force; 0: none yet.
    pub(super) in_force: i64,
    /// Day it was last submitted.
    pub(super) submitted_on: Option<String>,
    /// Day the edition in force was approved.
    pub(super) approved_on: Option<String>,
    /// Address of the record.
    pub(super) href: String,
}

/// A campaign.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CampaignOut {
    /// Its line, the same in every edition.
    pub(super) line: i64,
    /// What it is called.
    pub(super) name: String,
    /// What it is to bring about.
    pub(super) aim: String,
    /// Whom it speaks to.
    pub(super) audience: String,
    /// Field of the programme.
    pub(super) field: String,
    /// First day.
    pub(super) from_on: String,
    /// Last day.
    pub(super) to_on: String,
}

/// Planned pieces of a campaign, a channel and a quarter.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PlannedOut {
    /// Number of the record.
    pub(super) id: i64,
    /// Line of the campaign.
    pub(super) campaign: i64,
    /// Agency.
    pub(super) agency: AgencyBrief,
    /// Year.
    pub(super) year: i64,
    /// Quarter.
    pub(super) quarter: i64,
    /// Code of the channel.
    pub(super) channel: String,
    /// Pieces planned.
    pub(super) pieces: i64,
    /// Verified pieces of the quarter.
    pub(super) done: i64,
    /// Money planned, đồng.
    pub(super) cost: i64,
    /// Money spent, đồng.
    pub(super) spent: i64,
}

/// A plan with its campaigns.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct WholePlan {
    /// The plan.
    pub(super) plan: PlanOut,
    /// Campaigns of its newest edition.
    pub(super) campaigns: Vec<CampaignOut>,
    /// Planned pieces of its newest edition.
    pub(super) planned: Vec<PlannedOut>,
}

/// A piece.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PieceOut {
    /// Number of the record.
    pub(super) id: i64,
    /// Agency whose campaign it belongs to; of a piece outside any campaign the one that entered it.
    pub(super) agency: AgencyBrief,
    /// Line of the campaign; none outside any.
    pub(super) campaign: Option<i64>,
    /// Its title.
    pub(super) title: String,
    /// What it is.
    pub(super) genre: String,
    /// Code of the channel.
    pub(super) channel: String,
    /// The press outlet, where it is one of the city's agencies.
    pub(super) outlet: Option<AgencyBrief>,
    /// Where else it appeared.
    pub(super) place: String,
    /// Day it appeared.
    pub(super) published_on: String,
    /// Its address on the web, or "".
    pub(super) link: String,
    /// People reached.
    pub(super) reach: Option<i64>,
    /// declared or measured, or "".
    pub(super) reach_how: String,
    /// What counted them, or "".
    pub(super) reach_source: String,
    /// What it cost, đồng.
    pub(super) cost: i64,
    /// entered, verified or returned.
    pub(super) state: String,
    /// Address of the record.
    pub(super) href: String,
}

/// A sum of plan and done.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FigureOut {
    /// Channel, campaign, agency or quarter, in words.
    pub(super) name: String,
    /// Pieces planned.
    pub(super) planned: i64,
    /// Verified pieces.
    pub(super) done: i64,
    /// Verified pieces that fill what was planned.
    pub(super) filled: i64,
    /// Per cent of the planned pieces done.
    pub(super) share: Option<f64>,
    /// Money planned, đồng.
    pub(super) cost: i64,
    /// Money spent, đồng.
    pub(super) spent: i64,
    /// People reached by the verified pieces, where somebody counted them.
    pub(super) reached: i64,
    /// Those of them that were measured, not declared.
    pub(super) measured: i64,
}

/// A contest.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ContestOut {
    /// Number of the record.
    pub(super) id: i64,
    /// Agency.
    pub(super) agency: AgencyBrief,
    /// Line of the campaign.
    pub(super) campaign: i64,
    /// What it is called.
    pub(super) name: String,
    /// First day.
    pub(super) from_on: String,
    /// Last day.
    pub(super) to_on: String,
    /// Entries counted so far.
    pub(super) entries: i64,
    /// open or published.
    pub(super) state: String,
}

pub(super) fn plan_out(ctx: &Ctx, plan: Plan) -> PlanOut {
    PlanOut {
        id: plan.id,
        agency: AgencyBrief::of(ctx, plan.agency_id),
        year: plan.year,
        href: format!("{}/communication-plans/{}", platform::api::PREFIX, plan.id),
        state: plan.state,
        edition: plan.edition,
        in_force: plan.in_force,
        submitted_on: plan.submitted_on,
        approved_on: plan.approved_on,
    }
}

pub(super) fn planned_out(ctx: &Ctx, n: Planned) -> PlannedOut {
    PlannedOut {
        id: n.id,
        campaign: n.line_id,
        agency: AgencyBrief::of(ctx, n.agency_id),
        year: n.year,
        quarter: n.quarter,
        channel: n.channel,
        pieces: n.pieces,
        done: n.done,
        cost: n.cost,
        spent: n.spent,
    }
}

pub(super) fn piece_out(ctx: &Ctx, x: Piece) -> PieceOut {
    PieceOut {
        id: x.id,
        agency: AgencyBrief::of(ctx, x.agency_id),
        campaign: x.line_id,
        outlet: x.outlet_id.map(|id| AgencyBrief::of(ctx, id)),
        href: format!("{}/pieces/{}", platform::api::PREFIX, x.id),
        title: x.title,
        genre: x.genre,
        channel: x.channel,
        place: x.outlet_name,
        published_on: x.published_on,
        link: x.link,
        reach: x.reach,
        reach_how: x.reach_how,
        reach_source: x.reach_note,
        cost: x.cost,
        state: x.state,
    }
}
