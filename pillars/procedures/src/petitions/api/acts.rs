//! What the staff do with a petition: each body becomes what the act's form would send, and the act itself reads it.

use super::super::pages::{deed, enter};
use super::super::rules::state::Act;
use super::super::rules::words::{Channel, Criterion, Ground, Outcome};
use super::give::{GivingIn, fields};
use super::view::{self, NAMES, PetitionStanding};
use platform::Ctx;
use platform::api::types::{ById, Sent, renamed};
use platform::api::{Created, Nothing, One};
use platform::error::Result;
use schemars::JsonSchema;
use serde::Deserialize;

/// A petition that came otherwise than through the site.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterIn {
    /// How it came; a petition through the site is given by its own operation.
    pub channel: Channel,
    /// Code of the agency that received it.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    pub agency: String,
    /// The petition.
    pub petition: GivingIn,
}

/// An act with a remark.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlainIn {
    /// Version of the petition that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// What the person is told of it.
    #[schemars(length(max = 2000))]
    pub note: Option<String>,
}

/// An act that says why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaidIn {
    /// Version of the petition that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// What the person is told: what is missing, what is gathered.
    #[schemars(length(min = 1, max = 2000))]
    pub note: String,
}

/// A transfer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferIn {
    /// Version of the petition that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Code of the agency that is to handle it.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["so-noi-vu"]))]
    pub to: String,
    /// Why there, as the person is told.
    #[schemars(length(min = 1, max = 2000))]
    pub note: String,
}

/// Passing on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PassOnIn {
    /// Version of the petition that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Whom the law names for it.
    #[schemars(length(min = 1, max = 300))]
    pub to: String,
    /// What the person is told of it.
    #[schemars(length(max = 2000))]
    pub note: Option<String>,
}

/// A refusal.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefuseIn {
    /// Version of the petition that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Why it is not taken up.
    pub ground: Ground,
    /// The same in words, as the person is told.
    #[schemars(length(min = 1, max = 2000))]
    pub note: String,
}

/// Joining with another.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeIn {
    /// Version of the petition that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Code of the petition that says the same.
    #[schemars(length(min = 1, max = 40))]
    pub with: String,
    /// What the person is told of it.
    #[schemars(length(max = 2000))]
    pub note: Option<String>,
}

/// What a criterion comes to.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JudgedIn {
    /// The rule meets it.
    Met,
    /// It does not.
    Unmet,
    /// It says nothing here.
    None,
}

impl JudgedIn {
    fn code(self) -> &'static str {
        match self {
            JudgedIn::Met => "met",
            JudgedIn::Unmet => "unmet",
            JudgedIn::None => "none",
        }
    }
}

/// The six criteria of Decree 20/2008/NĐ-CP, article 14.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CriteriaIn {
    /// The rule is needed.
    pub necessary: JudgedIn,
    /// It is reasonable and lawful.
    pub lawful: JudgedIn,
    /// It is simple and can be understood.
    pub simple: JudgedIn,
    /// It can be carried out.
    pub feasible: JudgedIn,
    /// It agrees with other rules.
    pub consistent: JudgedIn,
    /// It agrees with treaties.
    pub treaties: JudgedIn,
}

impl CriteriaIn {
    fn of(&self, criterion: Criterion) -> JudgedIn {
        match criterion {
            Criterion::Necessary => self.necessary,
            Criterion::Lawful => self.lawful,
            Criterion::Simple => self.simple,
            Criterion::Feasible => self.feasible,
            Criterion::Consistent => self.consistent,
            Criterion::Treaties => self.treaties,
        }
    }
}

/// An answer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerIn {
    /// Version of the petition that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// The criteria it rests on.
    pub criteria: CriteriaIn,
    /// What comes of the petition.
    pub outcome: Outcome,
    /// The answer, as the person reads it.
    #[schemars(length(min = 1, max = 8000))]
    pub answer: String,
}

/// Publication.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishIn {
    /// Version of the petition that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// The question, in words that tell nothing of the person.
    #[schemars(length(min = 1, max = 2000))]
    pub question: String,
    /// The answer, likewise.
    #[schemars(length(min = 1, max = 8000))]
    pub answer: String,
}

/// What an act answers with: where the petition stands then.
type Done = Result<One<PetitionStanding>>;

fn seen(version: i64) -> Sent {
    Sent::new().with("phien_ban", Some(version))
}

async fn done(ctx: Ctx, (id, act): (i64, Act), sent: Sent) -> Done {
    let petition = deed::for_act(&ctx, id, act).await?;
    deed::done(&ctx, &petition, act, &sent.form()).await.map_err(|e| renamed(e, &NAMES))?;
    Ok(One(view::standing(&ctx, id).await?))
}

/// Enters one and receives it.
pub async fn register(ctx: Ctx, _: Nothing, body: RegisterIn) -> Result<Created<PetitionStanding>> {
    let sent = Sent::new().with("kenh", Some(body.channel.code())).with("co_quan", Some(&body.agency));
    let form = fields(sent, &body.petition)?.form();
    let id = enter::entered(&ctx, &form).await.map_err(|e| renamed(e, &NAMES))?;
    Ok(Created { at: view::href(id), body: view::standing(&ctx, id).await? })
}

/// Asks for what is missing.
pub async fn guide(ctx: Ctx, path: ById, body: SaidIn) -> Done {
    done(ctx, (path.id, Act::Guide), seen(body.version).with("ghi_chu", Some(body.note))).await
}

/// Receives it.
pub async fn receive(ctx: Ctx, path: ById, body: PlainIn) -> Done {
    done(ctx, (path.id, Act::Receive), seen(body.version).with("ghi_chu", body.note)).await
}

/// Hands it on.
pub async fn transfer(ctx: Ctx, path: ById, body: TransferIn) -> Done {
    let sent = seen(body.version).with("den", Some(body.to)).with("ghi_chu", Some(body.note));
    done(ctx, (path.id, Act::Transfer), sent).await
}

/// Passes it on.
pub async fn pass_on(ctx: Ctx, path: ById, body: PassOnIn) -> Done {
    let sent = seen(body.version).with("noi_nhan", Some(body.to)).with("ghi_chu", body.note);
    done(ctx, (path.id, Act::PassOn), sent).await
}

/// Begins to look at it.
pub async fn take_up(ctx: Ctx, path: ById, body: PlainIn) -> Done {
    done(ctx, (path.id, Act::TakeUp), seen(body.version).with("ghi_chu", body.note)).await
}

/// Gathers opinions.
pub async fn gather(ctx: Ctx, path: ById, body: SaidIn) -> Done {
    done(ctx, (path.id, Act::Gather), seen(body.version).with("ghi_chu", Some(body.note))).await
}

/// Answers it.
pub async fn answer(ctx: Ctx, path: ById, body: AnswerIn) -> Done {
    let sent =
        seen(body.version).with("ket_qua", Some(body.outcome.code())).with("tra_loi", Some(&body.answer));
    let sent = Criterion::ALL.iter().fold(sent, |sent, criterion| {
        let field = format!("tieu_chi.{}", criterion.code());
        sent.with(&field, Some(body.criteria.of(*criterion).code()))
    });
    done(ctx, (path.id, Act::Answer), sent).await
}

/// Publishes the answer.
pub async fn publish(ctx: Ctx, path: ById, body: PublishIn) -> Done {
    let sent = seen(body.version).with("cau_hoi", Some(body.question)).with("tra_loi", Some(body.answer));
    done(ctx, (path.id, Act::Publish), sent).await
}

/// Does not take it up.
pub async fn refuse(ctx: Ctx, path: ById, body: RefuseIn) -> Done {
    let sent = seen(body.version).with("can_cu", Some(body.ground.code())).with("ghi_chu", Some(body.note));
    done(ctx, (path.id, Act::Refuse), sent).await
}

/// Joins it with another.
pub async fn merge(ctx: Ctx, path: ById, body: MergeIn) -> Done {
    let sent = seen(body.version).with("voi", Some(body.with)).with("ghi_chu", body.note);
    done(ctx, (path.id, Act::Merge), sent).await
}

/// Files it.
pub async fn file(ctx: Ctx, path: ById, body: PlainIn) -> Done {
    done(ctx, (path.id, Act::File), seen(body.version).with("ghi_chu", body.note)).await
}
