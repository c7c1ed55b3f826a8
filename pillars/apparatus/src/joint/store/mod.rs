//! All SQL of joint dossiers, their parts, their drafts and the numbers of their codes.

mod drafts;
mod lists;
mod write;

pub use drafts::{
    Draft, NewDraft, abandoned, close_draft, count_drafts, delete_draft, delete_drafts_of, draft,
    draft_by_key, drafts_of, keep_answers, keep_draft, open_drafts,
};
pub use lists::{
    EVIDENCE, Found, count_of_account, groups_filed, late, leads_filed, list, of_person, seen_by, stuck,
};
pub use write::{
    NewJoint, NewPart, add, add_part, begin, next_number, set_first_due, set_part, set_whole, skip, take,
};

use super::rules::{PartState, Standing, WholeState};
use contracts::dossiers::{Channel, FiledPaper, Person};
use contracts::joint::OnFailure;
use kernel::{Moment, Pause, Term};
use platform::Read;
use platform::error::{Error, Result};
use platform::store::FromRow;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A joint dossier.
#[derive(Debug, Clone, FromRow)]
pub struct Joint {
    pub id: i64,
    pub code: String,
    pub tracking_key: String,
    pub group_name: String,
    pub on_failure: String,
    pub term: String,
    pub lead_id: i64,
    pub channel: String,
    pub applicant_kind: String,
    pub owner: String,
    pub owner_name: String,
    pub proxy: Option<String>,
    pub account_id: Option<i64>,
    pub delivery: String,
    pub papers: String,
    pub state: String,
    pub filed_at: i64,
    pub first_due_at: Option<i64>,
    pub due_at: Option<i64>,
    pub promised: bool,
    pub settled_at: Option<i64>,
    pub returned_at: Option<i64>,
    pub returned_to: Option<String>,
}

/// Its columns; the table is `j`.
pub const COLUMNS: &str = "j.id, j.code, j.tracking_key, j.group_name, j.on_failure, j.term, j.lead_id, j.channel, \
                           j.applicant_kind, j.owner, j.owner_name, j.proxy, j.account_id, j.delivery, j.papers, j.state, j.filed_at, \
                           j.first_due_at, j.due_at, j.promised, j.settled_at, j.returned_at, j.returned_to";

impl Joint {
    /// Its owner.
    pub fn owner(&self) -> Result<Person> {
        Ok(serde_json::from_str(&self.owner)?)
    }

    /// Who filed it for the owner.
    pub fn proxy(&self) -> Result<Option<Proxy>> {
        Ok(self.proxy.as_deref().map(serde_json::from_str).transpose()?)
    }

    /// What was handed in with it.
    pub fn papers(&self) -> Result<Vec<HandedIn>> {
        Ok(serde_json::from_str(&self.papers)?)
    }

    /// Its state.
    pub fn state(&self) -> Result<WholeState> {
        WholeState::from_code(&self.state).ok_or_else(|| {
            Error::fault(format!("joint_dossier {}", self.id), format!("state {}", self.state))
        })
    }

    /// How it came in.
    pub fn channel(&self) -> Channel {
        Channel::from_code(&self.channel).unwrap_or(Channel::Counter)
    }

    /// What a refusal does to the rest.
    pub fn on_failure(&self) -> OnFailure {
        OnFailure::from_code(&self.on_failure).unwrap_or_default()
    }

    /// The term that its group's own text gives the whole; none: it follows from those of the parts.
    pub fn term(&self) -> Result<Option<Term>> {
        if self.term.is_empty() { Ok(None) } else { Ok(Some(serde_json::from_str(&self.term)?)) }
    }

    /// When it was filed.
    pub fn filed(&self) -> Moment {
        Moment::from_micros(self.filed_at)
    }

    /// When the whole is promised or estimated.
    pub fn due(&self) -> Option<Moment> {
        self.due_at.map(Moment::from_micros)
    }

    /// What the person was told at filing.
    pub fn first_due(&self) -> Option<Moment> {
        self.first_due_at.map(Moment::from_micros)
    }
}

/// Who files for the owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proxy {
    /// The person.
    pub person: Person,
    /// What they are to the owner: one of `rules::RELATIONS`.
    pub relation: String,
}

/// A paper that was handed in, once for all parts that ask for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HandedIn {
    /// Its name.
    pub name: String,
    /// original, copy or electronic.
    pub given: String,
    /// Copies.
    pub copies: i64,
}

/// What a part is opened with; kept until it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PartFiling {
    /// Answers of its electronic form.
    pub form: Json,
    /// Papers.
    pub papers: Vec<FiledPaper>,
}

/// A part.
#[derive(Debug, Clone, FromRow)]
pub struct Part {
    pub id: i64,
    pub place: i64,
    pub stage: i64,
    pub procedure_code: String,
    pub procedure_name: String,
    pub agency_id: i64,
    pub term: String,
    pub filing: String,
    pub state: String,
    pub reason: String,
    pub dossier_id: Option<i64>,
    pub dossier_code: String,
    pub dossier_key: String,
    pub opened_at: Option<i64>,
    pub received_at: Option<i64>,
    pub due_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub returned_at: Option<i64>,
    pub pauses: String,
}

const PART: &str = "p.id, p.place, p.stage, p.procedure_code, p.procedure_name, p.agency_id, p.term, p.filing, \
                    p.state, p.reason, p.dossier_id, p.dossier_code, p.dossier_key, p.opened_at, p.received_at, p.due_at, p.ended_at, \
                    p.returned_at, p.pauses";

impl Part {
    /// Its state.
    pub fn state(&self) -> Result<PartState> {
        PartState::from_code(&self.state)
            .ok_or_else(|| Error::fault(format!("joint_part {}", self.id), format!("state {}", self.state)))
    }

    /// As far as the others depend on it.
    pub fn standing(&self) -> Result<Standing> {
        Ok(Standing { place: self.place, stage: self.stage, state: self.state()? })
    }

    /// Its term within the group.
    pub fn term(&self) -> Result<Term> {
        Ok(serde_json::from_str(&self.term)?)
    }

    /// What it is opened with.
    pub fn filing(&self) -> Result<PartFiling> {
        Ok(serde_json::from_str(&self.filing)?)
    }

    /// Received by its agency.
    pub fn received(&self) -> Option<Moment> {
        self.received_at.map(Moment::from_micros)
    }

    /// When its clock stood still; a wait that was under way ended with it.
    pub fn pauses(&self) -> Result<Vec<Pause>> {
        let kept: Vec<Pause> = serde_json::from_str(&self.pauses)?;
        Ok(kept.into_iter().map(|pause| Pause { to: pause.to.or(self.ended()), ..pause }).collect())
    }

    /// Promised by its agency.
    pub fn due(&self) -> Option<Moment> {
        self.due_at.map(Moment::from_micros)
    }

    /// When it ended.
    pub fn ended(&self) -> Option<Moment> {
        self.ended_at.map(Moment::from_micros)
    }
}

/// One by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Joint> {
    one(db, "j.id = $1", id.into()).await?.ok_or(Error::NotFound)
}

/// One by the key in its tracking link.
pub async fn by_key(db: &impl Read, key: &str) -> Result<Option<Joint>> {
    one(db, "j.tracking_key = $1", key.into()).await
}

/// One by the key its form was made with.
pub async fn by_idempotency_key(db: &impl Read, key: &str) -> Result<Option<Joint>> {
    one(db, "j.idempotency_key = $1", key.into()).await
}

/// One by its code, typed in any case.
pub async fn by_code(db: &impl Read, code: &str) -> Result<Option<Joint>> {
    one(db, "j.code = $1", code.trim().to_uppercase().into()).await
}

/// The one that a dossier is a part of.
pub async fn of_dossier(db: &impl Read, dossier: i64) -> Result<Option<Joint>> {
    one(db, "j.id = (SELECT p.joint_id FROM joint_part p WHERE p.dossier_id = $1)", dossier.into()).await
}

async fn one(db: &impl Read, condition: &str, value: sea_orm::Value) -> Result<Option<Joint>> {
    db.row(&format!("SELECT {COLUMNS} FROM joint_dossier j WHERE {condition}"), vec![value]).await
}

/// Its parts, in order.
pub async fn parts(db: &impl Read, joint: i64) -> Result<Vec<Part>> {
    let sql = format!("SELECT {PART} FROM joint_part p WHERE p.joint_id = $1 ORDER BY p.place, p.id");
    db.rows(&sql, vec![joint.into()]).await
}
