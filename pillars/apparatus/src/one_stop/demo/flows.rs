//! Dossiers of the demo city that follow published flows: filed, received and handed on by the acts themselves.

use crate::one_stop::acts::{self, StepEnd};
use crate::one_stop::store;
use contracts::dossiers::{Channel, FiledPaper, Filing, Person};
use contracts::procedures::{Catalogue, ProcedureVersion};
use platform::error::Result;
use platform::identity::{self, Holder};
use platform::slice::DemoPlan;
use platform::store::ActorKind;
use platform::{Actor, App};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Procedure, who files, what the form says, and how many steps are done.
const COURSES: [(&str, &str, &str, usize); 6] = [
    ("KD-02", "Huỳnh Thị Lài", "Tên hộ kinh doanh", 1),
    ("KD-02", "Đặng Văn Mười", "Tên hộ kinh doanh", 2),
    ("KD-02", "Lâm Thị Sen", "Vốn kinh doanh", 1),
    ("XD-02", "Công ty TNHH Ninh Phát", "", 1),
    ("XD-02", "Trường Mầm non Hoa Sen", "", 2),
    ("XD-02", "Hợp tác xã Thới An", "", 3),
];

/// Builds them at the first agency whose desk has people of every role; in a small city nothing.
pub async fn walk(app: &App, plan: &DemoPlan) -> Result<()> {
    if plan.dossiers < super::SHOWCASE {
        return Ok(());
    }
    let today = app.clock.now().day();
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    for (number, (code, name, change, steps)) in COURSES.into_iter().enumerate() {
        let Some(version) = catalogue.in_force(app, code, today).await? else { continue };
        let Some((agency, team)) = team(app, &version).await? else { continue };
        let form = if change.is_empty() { json!({}) } else { json!({"noi_dung": change}) };
        let filing = filing(&version, agency, name, form, number);
        course(app, &team, filing, steps).await?;
    }
    Ok(())
}

/// Who does each role's steps at an agency.
type Team = BTreeMap<&'static str, Actor>;

async fn team(app: &App, version: &ProcedureVersion) -> Result<Option<(i64, Team)>> {
    let today = app.clock.now().day();
    let directory = app.directory();
    let mut holders: Vec<(&'static str, Vec<Holder>)> = Vec::new();
    for (role, of) in
        [("one_stop", "clerk"), ("specialist", "specialist"), ("head", "head"), ("leader", "leader")]
    {
        holders.push((role, identity::holders(&app.store, of, today).await?));
    }
    for agency in contracts::agencies::receiving_procedure(&directory, &version.body, today) {
        let team: Team = holders
            .iter()
            .filter_map(|(role, all)| {
                let holder = all.iter().find(|holder| holder.agency_id == agency.id)?;
                let actor = Actor {
                    kind: ActorKind::Staff,
                    account_id: Some(holder.account_id),
                    name: holder.name.clone(),
                    unit_id: Some(agency.id),
                };
                Some((*role, actor))
            })
            .collect();
        if team.len() == holders.len() {
            return Ok(Some((agency.id, team)));
        }
    }
    Ok(None)
}

fn filing(version: &ProcedureVersion, agency: i64, name: &str, form: Json, number: usize) -> Filing {
    let papers = version.body.components.iter().map(|component| FiledPaper {
        component: component.key.clone(),
        given: "original".to_owned(),
        copies: 1,
        note: None,
        file: None,
    });
    Filing {
        procedure: version.body.code.clone(),
        agency_id: agency,
        channel: Channel::Counter,
        applicant_kind: "citizen".to_owned(),
        owner: Person {
            name: name.to_owned(),
            identity_number: format!("36123{:04}", 4_000 + number),
            address: "Quận Ninh Kiều, Cần Thơ".to_owned(),
            ..Person::default()
        },
        proxy: None,
        account_id: None,
        form,
        papers: papers.collect(),
        result_delivery: "counter".to_owned(),
        term_variant: None,
        idempotency_key: format!("demo-flow-{number}"),
    }
}

/// Files it, receives it and ends its first steps, each by whose role it is.
async fn course(app: &App, team: &Team, filing: Filing, steps: usize) -> Result<()> {
    let Some(clerk) = team.get("one_stop") else { return Ok(()) };
    let tx = app.store.write(clerk).await?;
    let opened = acts::open(app, &tx, filing).await?;
    tx.commit().await?;
    if opened.existed {
        return Ok(());
    }
    let id = opened.id;
    acts::receive(app, clerk, id, None, &[], false).await?;
    for done in 0..steps {
        let open = store::open_steps(&app.store, id).await?;
        let Some(step) = open.first() else { break };
        let Some(by) = team.get(step.role.as_str()) else { break };
        if done == 0 {
            acts::transfer(app, by, id, None, "").await?;
        } else {
            let end = StepEnd { step: Some(step.id), ..StepEnd::default() };
            acts::complete_step(app, by, id, None, end).await?;
        }
    }
    Ok(())
}
