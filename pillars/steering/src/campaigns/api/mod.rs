//! Operations of the programming interface on communication: lists of the pages under the caller's own rights, a plan with its
//! campaigns, plan against done, and the acts on pieces.

mod shapes;

use super::acts;
use super::pages;
use super::rules::By;
use super::slice::{ENTER, VERIFY, VIEW};
use super::store::campaigns::{self, Planned};
use super::store::contests::Contest;
use super::store::pieces::{self, Piece};
use super::store::plans::Plan;
use platform::api::types::{AgencyBrief, Asked, ById, Sent, renamed};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::error::{Error, Result};
use platform::{Access, Ctx, FieldErrors};
use shapes::{
    ByIn, CampaignOut, ContestFilters, ContestOut, FigureFilters, FigureOut, PieceFilters, PieceIn, PieceOut,
    PlanFilters, PlanOut, PlannedFilters, PlannedOut, ReachIn, ReasonIn, WholePlan, piece_out, plan_out,
    planned_out,
};

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let view = Access::Permission(VIEW);
    let (enter, verify) = (Access::Permission(ENTER), Access::Permission(VERIFY));
    Operations::new()
        .get(
            op(
                "/communication-plans",
                "listCommunicationPlans",
                view,
                "Communication plans of the caller's scope",
            ),
            list,
        )
        .get(
            op(
                "/communication-plans/{id}",
                "getCommunicationPlan",
                view,
                "A communication plan with the campaigns of its newest edition and their planned pieces",
            ),
            one,
        )
        .get(
            op(
                "/planned-pieces",
                "listPlannedPieces",
                view,
                "Planned pieces in force with what was done of each",
            ),
            planned,
        )
        .get(
            op(
                "/communication-figures",
                "getCommunicationFigures",
                view,
                "Plan against done of a year by a key, with the money and whom the verified pieces reached",
            ),
            against,
        )
        .get(
            op("/contests", "listContests", view, "Contests of the caller's scope, the newest first"),
            contests,
        )
        .get(op("/pieces", "listPieces", view, "Pieces of the caller's scope, the newest first"), list_pieces)
        .get(op("/pieces/{id}", "getPiece", view, "One piece"), piece)
        .post(
            op(
                "/pieces",
                "enterPiece",
                enter,
                "Enter a piece of a campaign in force; it counts once a second person has verified it",
            ),
            enter_piece,
        )
        .post(
            op(
                "/pieces/{id}/reach",
                "statePieceReach",
                enter,
                "State whom a piece reached and how that was counted, while it is not verified",
            ),
            reach,
        )
        .post(
            op("/pieces/{id}/verify", "verifyPiece", verify, "Verify a piece that somebody else entered"),
            verify_piece,
        )
        .post(
            op("/pieces/{id}/return", "returnPiece", verify, "Give a piece back with the reason"),
            return_piece,
        )
}

async fn list(ctx: Ctx, _: Nothing, asked: PlanFilters) -> Result<Listed<PlanOut>> {
    let query = Asked::new()
        .with("nam", asked.year)
        .with("trang-thai", asked.state)
        .with("co-quan", asked.agency)
        .after(asked.after.as_deref())?;
    let page = pages::plan_list(&ctx, &query).page::<Plan>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |plan| Ok(plan_out(&ctx, plan)))
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<WholePlan>> {
    let plan = pages::read_plan(&ctx, path.id).await?;
    let written = campaigns::of_edition(&ctx.app.store, plan.id, plan.edition).await?;
    let planned = campaigns::planned_of(&ctx.app.store, plan.id, plan.edition).await?;
    let campaign = |c: campaigns::Campaign| CampaignOut {
        line: c.line_id,
        name: c.name,
        aim: c.aim,
        audience: c.audience,
        field: c.field,
        from_on: c.from_on,
        to_on: c.to_on,
    };
    Ok(One(WholePlan {
        campaigns: written.into_iter().map(campaign).collect(),
        planned: planned.into_iter().map(|n| planned_out(&ctx, n)).collect(),
        plan: plan_out(&ctx, plan),
    }))
}

async fn planned(ctx: Ctx, _: Nothing, asked: PlannedFilters) -> Result<Listed<PlannedOut>> {
    let query = Asked::new()
        .with("nam", asked.year)
        .with("quy", asked.quarter)
        .with("tinh-trang", asked.standing)
        .with("co-quan", asked.agency)
        .after(asked.after.as_deref())?;
    let page = pages::planned_list(&ctx, &query).page::<Planned>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |n| Ok(planned_out(&ctx, n)))
}

async fn against(ctx: Ctx, _: Nothing, asked: FigureFilters) -> Result<Listed<FigureOut>> {
    let by = match asked.by {
        None | Some(ByIn::Channel) => By::Channel,
        Some(ByIn::Campaign) => By::Campaign,
        Some(ByIn::Agency) => By::Agency,
        Some(ByIn::Quarter) => By::Quarter,
    };
    let year = asked.year.unwrap_or(ctx.today().year());
    let query = Asked::new().with("co-quan", asked.agency).after(None)?;
    let (lines, _) = pages::lines(&ctx, (year, by), &pages::figure_scope(&ctx, &query)).await?;
    let out = |line: pages::Line| FigureOut {
        name: line.name,
        planned: line.sum.planned,
        done: line.sum.done,
        filled: line.sum.filled,
        share: line.sum.share(),
        cost: line.sum.cost,
        spent: line.sum.spent,
        reached: line.sum.reached,
        measured: line.sum.measured,
    };
    Ok(Listed::whole(lines.into_iter().map(out).collect()))
}

async fn contests(ctx: Ctx, _: Nothing, asked: ContestFilters) -> Result<Listed<ContestOut>> {
    let query = Asked::new()
        .with("trang-thai", asked.state)
        .with("co-quan", asked.agency)
        .after(asked.after.as_deref())?;
    let page = pages::contest_list(&ctx, &query).page::<Contest>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |t| {
        Ok(ContestOut {
            id: t.id,
            agency: AgencyBrief::of(&ctx, t.agency_id),
            campaign: t.line_id,
            name: t.name,
            from_on: t.from_on,
            to_on: t.to_on,
            entries: t.entries,
            state: t.state,
        })
    })
}

async fn list_pieces(ctx: Ctx, _: Nothing, asked: PieceFilters) -> Result<Listed<PieceOut>> {
    let query = Asked::new()
        .with("q", asked.q)
        .with("nam", asked.year)
        .with("quy", asked.quarter)
        .with("kenh", asked.channel)
        .with("chien-dich", asked.campaign)
        .with("trang-thai", asked.state)
        .with("co-quan", asked.agency)
        .after(asked.after.as_deref())?;
    let page = pages::piece_list(&ctx, &query).page::<Piece>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |x| Ok(piece_out(&ctx, x)))
}

async fn piece(ctx: Ctx, path: ById, _: Nothing) -> Result<One<PieceOut>> {
    let piece = pages::read_piece(&ctx, path.id).await?;
    Ok(One(piece_out(&ctx, piece)))
}

/// Names of the form's fields and of the body's.
const NAMES: [(&str, &str); 12] = [
    ("chien-dich", "campaign"),
    ("tieu-de", "title"),
    ("loai", "genre"),
    ("kenh", "channel"),
    ("bao", "outlet"),
    ("noi-dang", "place"),
    ("ngay", "published_on"),
    ("lien-ket", "link"),
    ("tiep-can", "reach"),
    ("cach-dem", "reach_how"),
    ("nguon-dem", "reach_source"),
    ("chi-phi", "cost"),
];

async fn enter_piece(ctx: Ctx, _: Nothing, sent: PieceIn) -> Result<One<PieceOut>> {
    let key = format!("api:{}", sent.key);
    if let Some(known) = pieces::by_form(&ctx.app.store, &key).await? {
        return Ok(One(piece_out(&ctx, pages::read_piece(&ctx, known.id).await?)));
    }
    let form = Sent::new()
        .with(
            "chien-dich",
            Some(sent.campaign.map_or_else(|| pages::NO_CAMPAIGN.to_owned(), |l| l.to_string())),
        )
        .with("tieu-de", Some(sent.title))
        .with("loai", Some(sent.genre))
        .with("kenh", Some(sent.channel))
        .with("bao", sent.outlet)
        .with("noi-dang", sent.place)
        .with("ngay", Some(sent.published_on.0))
        .with("lien-ket", sent.link)
        .with("tiep-can", sent.reach)
        .with("cach-dem", sent.reach_how)
        .with("nguon-dem", sent.reach_source)
        .with("chi-phi", sent.cost)
        .form();
    let told = |errors: FieldErrors| renamed(Error::Invalid(errors), &NAMES);
    let (_, read) = pages::read_entry(&ctx, &form).await?;
    let (home, words) = read.map_err(told)?;
    let viewer = ctx.viewer()?;
    let author = (viewer.name.as_str(), viewer.agency_id.unwrap_or_default());
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let entered = acts::enter(&ctx.app, &tx, &home, (author, &key), &words).await;
    let id = entered.map_err(|error| renamed(error, &NAMES))?;
    tx.commit().await?;
    Ok(One(piece_out(&ctx, pieces::get(&ctx.app.store, id).await?)))
}

async fn reach(ctx: Ctx, path: ById, sent: ReachIn) -> Result<One<PieceOut>> {
    let given = [
        ("tiep-can", sent.reach.to_string()),
        ("cach-dem", sent.reach_how),
        ("nguon-dem", sent.reach_source.unwrap_or_default()),
    ];
    pages::reached(&ctx, path.id, given).await.map_err(|error| renamed(error, &NAMES))?;
    Ok(One(piece_out(&ctx, pieces::get(&ctx.app.store, path.id).await?)))
}

async fn verify_piece(ctx: Ctx, path: ById, _: Nothing) -> Result<One<PieceOut>> {
    let piece = pages::verifiable(&ctx, path.id).await?;
    let viewer = ctx.viewer()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::verify(&tx, &piece, (viewer.account_id, &viewer.name)).await?;
    tx.commit().await?;
    Ok(One(piece_out(&ctx, pieces::get(&ctx.app.store, path.id).await?)))
}

async fn return_piece(ctx: Ctx, path: ById, sent: ReasonIn) -> Result<One<PieceOut>> {
    let piece = pages::verifiable(&ctx, path.id).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::give_back_piece(&ctx.app, &tx, &piece, &sent.reason).await?;
    tx.commit().await?;
    Ok(One(piece_out(&ctx, pieces::get(&ctx.app.store, path.id).await?)))
}
