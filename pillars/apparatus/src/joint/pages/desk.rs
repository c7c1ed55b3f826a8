//! What is filed at once: a group with its procedures in force, who settles each, one form and one list of papers for all.

use super::super::rules::{
    Asked, Kept, asked_once, forbids, joined, paper_key, settles, stages, with_authority,
};
use contracts::agencies::receiving_procedure;
use contracts::desk::RECEIVE;
use contracts::joint::{JointGroup, JointGroups};
use contracts::procedures::{Catalogue, Procedure, ProcedureVersion};
use kernel::{Base, Term};
use platform::Ctx;
use platform::error::{Error, Refusal, Result};
use platform::messages::Lang;
use serde_json::Value as Json;
use std::sync::Arc;

/// Who files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::joint) enum By {
    /// A clerk at the counter of the lead.
    Clerk,
    /// The citizen, online.
    Citizen,
}

impl By {
    /// Address of the form.
    pub fn path(self) -> &'static str {
        match self {
            By::Clerk => "/quay/lien-thong",
            By::Citizen => "/nop-lien-thong",
        }
    }
}

/// A member of the group, ready to be filed.
pub(in crate::joint) struct Member {
    /// Version in force today.
    pub version: Arc<ProcedureVersion>,
    /// Its term within the group.
    pub term: Term,
    /// Who settles it; none where somebody has to choose.
    pub agency: Option<i64>,
    /// Among whom: (id, name).
    pub choices: Vec<(i64, String)>,
}

/// A group to be filed at a lead.
pub(in crate::joint) struct Desk {
    pub by: By,
    pub group: JointGroup,
    pub lead: i64,
    pub members: Vec<Member>,
    /// One electronic form for all, where any of them has one.
    pub form: Option<eforms::Form>,
    /// The papers, each once.
    pub papers: Vec<Asked>,
    /// The citizen's draft of it, if one is kept.
    pub draft: Option<i64>,
    /// The files kept with it.
    pub kept: Vec<Kept>,
}

impl Desk {
    /// The procedures, in order.
    pub fn procedures(&self) -> Vec<&Procedure> {
        self.members.iter().map(|member| &member.version.body).collect()
    }

    /// The file kept of a paper.
    pub fn kept_of(&self, asked: &Asked) -> Option<&Kept> {
        let key = paper_key(asked, &self.procedures());
        self.kept.iter().find(|kept| kept.paper == key)
    }

    /// The file kept of a question of the form.
    pub fn kept_for(&self, field: &str) -> Option<&Kept> {
        self.kept.iter().find(|kept| kept.paper == field)
    }

    /// Whether a file is kept of any paper.
    pub fn keeps_papers(&self) -> bool {
        self.kept.iter().any(|kept| !kept.is_answer())
    }

    /// A procedure of it that nobody may file for somebody else.
    pub fn forbids_proxy(&self) -> Option<&Procedure> {
        forbids(&self.procedures())
    }
}

/// A group in force today.
pub(in crate::joint) async fn group(ctx: &Ctx, code: &str) -> Result<JointGroup> {
    groups(ctx).await?.into_iter().find(|group| group.code == code).ok_or(Error::NotFound)
}

/// The groups in force today.
pub(in crate::joint) async fn groups(ctx: &Ctx) -> Result<Vec<JointGroup>> {
    let port: Arc<dyn JointGroups> = ctx.app.port()?;
    port.in_force(&ctx.app, ctx.today()).await
}

/// The agencies at which a group can be filed, by name: those that receive its first procedure, for a clerk within their scope.
pub(in crate::joint) async fn leads(ctx: &Ctx, by: By, group: &JointGroup) -> Result<Vec<(i64, String)>> {
    let Some(first) = group.members.first() else { return Ok(Vec::new()) };
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let version = catalogue.in_force(&ctx.app, &first.procedure, ctx.today()).await?;
    let Some(version) = version else { return Ok(Vec::new()) };
    if by == By::Citizen && !version.body.channels.iter().any(|channel| channel == "online") {
        return Ok(Vec::new());
    }
    let scope = ctx.scope(RECEIVE);
    let all = receiving(ctx, &version.body);
    Ok(all.into_iter().filter(|(id, _)| by == By::Citizen || scope.covers(*id)).collect())
}

fn receiving(ctx: &Ctx, procedure: &Procedure) -> Vec<(i64, String)> {
    let directory = ctx.app.directory();
    let found = receiving_procedure(&directory, procedure, ctx.today());
    let mut found: Vec<(i64, String)> = found.into_iter().map(|a| (a.id, a.name.clone())).collect();
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

/// Puts everything together; refuses where a procedure is not in force or two forms cannot be asked as one.
pub(in crate::joint) async fn load(ctx: &Ctx, by: By, code: &str, lead: i64) -> Result<Desk> {
    let group = group(ctx, code).await?;
    if !leads(ctx, by, &group).await?.iter().any(|(id, _)| *id == lead) {
        return Err(Error::NotFound);
    }
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let directory = ctx.app.directory();
    let above: Vec<i64> = directory.ancestors(lead).into_iter().map(|agency| agency.id).collect();
    let mut members = Vec::new();
    for member in &group.members {
        let version = catalogue
            .in_force(&ctx.app, &member.procedure, ctx.today())
            .await?
            .ok_or_else(|| Refusal::new("joint-refused-no-procedure").arg("code", &member.procedure))?;
        let choices = receiving(ctx, &version.body);
        let ids: Vec<i64> = choices.iter().map(|(id, _)| *id).collect();
        let own = || version.body.term.clone().unwrap_or_default();
        let term =
            member.term.map_or_else(own, |amount| Term { base: Base::Amount(amount), ..Term::default() });
        members.push(Member { agency: settles(&ids, lead, &above), term, choices, version });
    }
    let form = form(&members)?;
    let beside: Vec<bool> = group.members.iter().map(|member| member.beside).collect();
    let asked: Vec<(&Procedure, i64)> =
        members.iter().map(|member| &member.version.body).zip(stages(&beside)).collect();
    let mut papers = asked_once(&asked);
    let procedures: Vec<&Procedure> = asked.into_iter().map(|(procedure, _)| procedure).collect();
    // It stands in the dossiers under this name, so it speaks Vietnamese.
    let vi = ctx.app.locale(Lang::Vi);
    with_authority(&mut papers, &procedures, (&vi.t("joint-authority"), &vi.t("joint-authority-when")));
    Ok(Desk { by, lead, form, papers, members, group, draft: None, kept: Vec::new() })
}

/// One form out of those of the members.
fn form(members: &[Member]) -> Result<Option<eforms::Form>> {
    let own: Vec<(&str, &Json)> = members
        .iter()
        .filter_map(|member| {
            Some((member.version.body.short_name.as_str(), member.version.body.form.as_ref()?))
        })
        .collect();
    if own.is_empty() {
        return Ok(None);
    }
    let whole = joined(&own)
        .map_err(|names| Refusal::new("joint-refused-forms").arg("questions", names.join(", ")))?;
    let form = eforms::Form::parse(&whole).map_err(|e| Error::fault("a joint form", e))?;
    Ok(Some(form))
}
