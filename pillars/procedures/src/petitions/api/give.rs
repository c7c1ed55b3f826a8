//! Giving a petition and following it, for everybody: what the public pages say, within their limits.

use super::super::pages::{give as page, rate as rating, track};
use super::super::rules::words::{Level, Part, PersonKind, Topic};
use super::super::store::Petition;
use super::view::{self, NAMES, OwnPetition, said, text};
use platform::Ctx;
use platform::api::types::{AgencyBrief, At, FileIn, Sent, renamed};
use platform::api::{Created, Nothing, One};
use platform::error::{Error, Refusal, Result};
use schemars::JsonSchema;
use serde::Deserialize;

/// A petition to give. A telephone or a mail address is needed for the answer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GivingIn {
    /// Who gives it.
    pub person: PersonKind,
    /// Full name of the person or the organisation.
    #[schemars(length(min = 1, max = 200), extend("examples" = ["Lê Văn Tám"]))]
    pub name: String,
    /// Address.
    #[schemars(length(min = 1, max = 200), extend("examples" = ["Ấp Thới Bình"]))]
    pub address: String,
    /// Telephone.
    #[schemars(length(max = 20), extend("examples" = ["0909123456"]))]
    pub phone: Option<String>,
    /// Mail address.
    #[schemars(length(max = 200))]
    pub email: Option<String>,
    /// Which of the eight contents of Decree 20/2008/NĐ-CP, article 5.
    pub topic: Topic,
    /// What is said, in Vietnamese, clear enough to be looked at.
    #[schemars(
        length(min = 1, max = 8000),
        extend("examples" = ["Vẫn phải nộp bản sao sổ hộ khẩu dù phường đã có sổ gốc."])
    )]
    pub content: String,
    /// Code of the procedure it is about.
    #[schemars(length(max = 60), extend("examples" = ["HT-01"]))]
    pub procedure: Option<String>,
    /// Part of the procedure.
    pub part: Option<Part>,
    /// Files that go with it.
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub files: Vec<FileIn>,
}

/// What who asks knows.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindIn {
    /// Code of the petition.
    #[schemars(length(min = 1, max = 40))]
    pub code: String,
    /// The telephone or the mail address that was given with it.
    #[schemars(length(min = 1, max = 200))]
    pub contact: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ByKey {
    /// Key of the petition, from where it was given.
    #[schemars(length(min = 1, max = 80), regex(pattern = r"^[A-Za-z0-9_-]+$"))]
    pub key: String,
}

/// What was missing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoreIn {
    /// What is added to the petition's content.
    #[schemars(length(min = 1, max = 4000))]
    pub more: String,
}

/// What the person thinks of the answer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingIn {
    /// Satisfied or not.
    pub level: Level,
    /// In their own words; needed where it is to be looked at again.
    #[schemars(length(max = 1000))]
    pub comment: Option<String>,
    /// Asks for the petition to be looked at again.
    #[serde(default)]
    pub again: bool,
}

/// The fields of a petition, as its form sends them; the officer's form has the same.
pub fn fields(sent: Sent, giving: &GivingIn) -> Result<Sent> {
    sent.with("doi_tuong", Some(giving.person.code()))
        .with("ho_ten", Some(&giving.name))
        .with("dia_chi", Some(&giving.address))
        .with("dien_thoai", giving.phone.as_ref())
        .with("thu", giving.email.as_ref())
        .with("noi_dung_ve", Some(giving.topic.code()))
        .with("noi_dung", Some(&giving.content))
        .with("thu_tuc", giving.procedure.as_ref())
        .with("phan", giving.part.map(Part::code))
        .files("tep", "files", &giving.files)
}

/// Gives it.
pub async fn give(ctx: Ctx, _: Nothing, giving: GivingIn) -> Result<Created<OwnPetition>> {
    let form = fields(Sent::new(), &giving)?.form();
    let petition = page::given(&ctx, &form).await.map_err(|e| renamed(e, &NAMES))?;
    let at = format!("{}/petition-tracking/{}", platform::api::PREFIX, petition.token);
    Ok(Created { at, body: own(&ctx, &petition).await? })
}

/// Finds it by code and contact; what does not fit is not said.
pub async fn find(ctx: Ctx, _: Nothing, asked: FindIn) -> Result<One<OwnPetition>> {
    let form = Sent::new().with("ma", Some(asked.code)).with("lien_he", Some(asked.contact)).form();
    let petition = track::found(&ctx, &form).await.map_err(|error| match error {
        Error::Invalid(errors) if errors.0.iter().any(|e| e.key == track::NOT_FOUND) => Error::NotFound,
        other => renamed(other, &NAMES),
    })?;
    Ok(One(own(&ctx, &petition).await?))
}

/// How it goes on.
pub async fn follow(ctx: Ctx, path: ByKey, _: Nothing) -> Result<One<OwnPetition>> {
    let petition = track::own(&ctx, &path.key).await?;
    Ok(One(own(&ctx, &petition).await?))
}

/// Completes it.
pub async fn complete(ctx: Ctx, path: ByKey, more: MoreIn) -> Result<One<OwnPetition>> {
    let petition = track::own(&ctx, &path.key).await?;
    let form = Sent::new().with("bo_sung", Some(more.more)).form();
    track::completed(&ctx, &petition, &form).await.map_err(|e| renamed(e, &NAMES))?;
    Ok(One(own(&ctx, &track::own(&ctx, &path.key).await?).await?))
}

/// Rates the latest answer to it.
pub async fn rate(ctx: Ctx, path: ByKey, rating: RatingIn) -> Result<One<OwnPetition>> {
    let petition = track::own(&ctx, &path.key).await?;
    let latest = track::answer(&ctx, &petition).await?.filter(|(_, own)| *own);
    let Some((answer, _)) = latest else {
        return Err(Refusal::new("petitions-refused-no-answer").into());
    };
    let form = Sent::new()
        .with("muc", Some(rating.level.code()))
        .with("y_kien", rating.comment)
        .ticked("xem_lai", rating.again)
        .form();
    rating::rated(&ctx, &answer, &form).await.map_err(|e| renamed(e, &NAMES))?;
    Ok(One(own(&ctx, &track::own(&ctx, &path.key).await?).await?))
}

async fn own(ctx: &Ctx, p: &Petition) -> Result<OwnPetition> {
    let found = track::answer(ctx, p).await?;
    let may_rate = found.as_ref().is_some_and(|(answer, own)| *own && answer.rated_on.is_none());
    Ok(OwnPetition {
        code: p.code.clone(),
        key: p.token.clone(),
        state: said(ctx, "state", &p.state),
        topic: said(ctx, "topic", &p.topic),
        procedure: text(&p.procedure_code),
        content: p.content.clone(),
        agency: AgencyBrief::of(ctx, p.agency_id),
        given_at: At::of(p.given_at),
        due_on: p.due_on.clone(),
        settled_on: p.settled_on.clone(),
        // What another person said of the answer to theirs is none of this one's.
        answer: match found {
            Some((answer, true)) => Some(view::reply(ctx, answer, false)?),
            Some((answer, false)) => {
                Some(view::PetitionReply { level: None, comment: None, ..view::reply(ctx, answer, false)? })
            }
            None => None,
        },
        may_rate,
        steps: view::steps(ctx, p).await?,
        tracking: format!("/phan-anh/theo-doi/{}", p.token),
    })
}
