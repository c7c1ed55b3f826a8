//! What was typed into the one form: owner, answers shared out to the parts, papers shared out; then filed in one transaction.

use super::super::acts::{self, Filed, FiledPart, JointFiling};
use super::super::rules::{Asked, Given, answer_of, for_proxy_only, is_family, papers_of, proves, share};
use super::super::store::{HandedIn, Proxy};
use super::desk::{By, Desk};
use super::desk_fields::{DELIVERIES, GIVEN, kinds};
use super::{desk_people, drafts};
use contracts::dossiers::Channel;
use platform::error::{FieldErrors, Result};
use platform::http::{Submitted, Upload};
use platform::{Ctx, Tx, uploads};
use serde_json::{Value as Json, json};

/// The joint dossier as typed, with what is wrong with it; its files are not stored yet.
pub(in crate::joint) struct Read {
    filing: JointFiling,
    papers: Vec<(Asked, Given)>,
}

/// Reads all of it; errors are collected.
pub(in crate::joint) fn read(
    ctx: &Ctx,
    desk: &Desk,
    typed: &Submitted,
    errors: &mut FieldErrors,
) -> Result<Read> {
    let (owner, proxy) = desk_people::read(desk, typed, errors);
    let key = typed.text("khoa").to_owned();
    if !platform::once::is_key(&key) {
        errors.add("ho-ten", "form-broken");
    }
    let answers = answers(ctx, desk, typed, errors)?;
    let papers = papers(ctx, desk, typed, errors, proxy.as_ref());
    let mut parts = Vec::new();
    for (place, member) in (1..).zip(&desk.members) {
        let body = &member.version.body;
        let form = body.form.as_ref().map_or_else(|| json!({}), |form| share(form, &answers));
        parts.push(FiledPart {
            procedure: (body.code.clone(), body.name.clone()),
            agency_id: agency(typed, errors, place, member),
            term: member.term.clone(),
            form,
            papers: Vec::new(),
        });
    }
    let allowed = kinds(desk);
    let filing = JointFiling {
        group: desk.group.clone(),
        lead_id: desk.lead,
        channel: if desk.by == By::Citizen { Channel::Online } else { Channel::Counter },
        applicant_kind: one_of(typed, errors, "doi-tuong", &allowed),
        owner,
        proxy,
        account_id: if desk.by == By::Citizen { Some(ctx.viewer()?.account_id) } else { None },
        delivery: one_of(typed, errors, "tra-ket-qua", &DELIVERIES),
        papers: Vec::new(),
        parts,
        idempotency_key: key,
    };
    Ok(Read { filing, papers })
}

/// Stores the files and files the whole in one transaction; sent again, it answers with what stands.
pub(in crate::joint) async fn file(ctx: &Ctx, desk: &Desk, typed: &Submitted, read: Read) -> Result<Filed> {
    let Read { mut filing, mut papers } = read;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    for (at, (_, given)) in papers.iter_mut().enumerate() {
        if let Some(upload) = upload_of(typed, at) {
            given.file = Some(stored(ctx, &tx, desk.by, upload).await?);
        }
    }
    for (member, part) in filing.parts.iter_mut().enumerate() {
        part.papers = papers_of(member, &papers);
    }
    answered_by_files(ctx, &tx, desk, typed, &mut filing.parts).await?;
    let there = papers.into_iter().filter(|(_, given)| given.how != "missing");
    filing.papers = there
        .map(|(asked, given)| HandedIn { name: asked.name, given: given.how, copies: asked.copies.max(1) })
        .collect();
    let draft = filing.account_id.map(|account| (account, filing.idempotency_key.clone()));
    let filed = acts::file(&ctx.app, &tx, filing).await?;
    if !filed.existed {
        if let Some((account, key)) = draft {
            drafts::close(&tx, (account, &key), &filed).await?;
        }
        tx.commit().await?;
    }
    Ok(filed)
}

/// The files that answer questions of the one form: a paper of each part that asks the question, under the reference that its
/// answer holds.
async fn answered_by_files(
    ctx: &Ctx,
    tx: &Tx,
    desk: &Desk,
    typed: &Submitted,
    parts: &mut [FiledPart],
) -> Result<()> {
    for question in desk.form.iter().flat_map(eforms::Form::file_questions) {
        // A question that is not asked is answered in no part: its file is not kept.
        if parts.iter().all(|part| part.form.get(question.key()).is_none()) {
            continue;
        }
        let upload = typed.uploads.iter().find(|upload| upload.field == question.field);
        let file = match (upload, drafts::still_answered(desk, typed, &question.field)) {
            (Some(upload), _) => stored(ctx, tx, desk.by, upload).await?,
            (None, Some(kept)) => (kept.hash.clone(), kept.name.clone()),
            (None, None) => continue,
        };
        for part in parts.iter_mut() {
            part.papers.extend(answer_of(&part.form, (question.key(), question.field.as_str()), &file));
        }
    }
    Ok(())
}

async fn stored(ctx: &Ctx, tx: &Tx, by: By, upload: &Upload) -> Result<(String, String)> {
    let file = match by {
        By::Citizen => uploads::take(&ctx.app, tx, &uploads::sender(ctx), upload.content.clone()).await?,
        By::Clerk => ctx.app.files.put(tx, upload.content.clone(), ctx.app.settings.max_upload).await?,
    };
    Ok((file.hash, upload.name.clone()))
}

fn upload_of(typed: &Submitted, at: usize) -> Option<&Upload> {
    let name = format!("giay-{at}-tep");
    typed.uploads.iter().find(|upload| upload.field == name)
}

fn one_of(typed: &Submitted, errors: &mut FieldErrors, name: &str, allowed: &[&str]) -> String {
    let value = typed.text(name);
    if !allowed.contains(&value) {
        errors.add(name, "form-required");
    }
    value.to_owned()
}

fn agency(typed: &Submitted, errors: &mut FieldErrors, place: usize, member: &super::desk::Member) -> i64 {
    if let Some(agency) = member.agency {
        return agency;
    }
    let name = format!("phan-{place}");
    let chosen = typed.text(&name).parse::<i64>().ok();
    match chosen.filter(|id| member.choices.iter().any(|(known, _)| known == id)) {
        Some(id) => id,
        None => {
            errors.add(name, "form-required");
            0
        }
    }
}

/// The answers to all questions. At the counter the form is voluntary, begun it must be right; online it must be filled.
fn answers(ctx: &Ctx, desk: &Desk, typed: &Submitted, errors: &mut FieldErrors) -> Result<Json> {
    let begun = typed.fields.iter().any(|(name, values)| {
        name.starts_with(eforms::PREFIX) && values.iter().any(|value| !value.is_empty())
    });
    let Some(form) = &desk.form else { return Ok(json!({})) };
    let questions = form.file_questions();
    let sent = |field: &str| typed.uploads.iter().find(|upload| upload.field == field);
    let with_file = questions.iter().any(|question| sent(&question.field).is_some());
    if !begun && !with_file && desk.by == By::Clerk {
        return Ok(json!({}));
    }
    let rules = uploads::Rules::on(&ctx.app, ctx.today())?;
    for question in &questions {
        let wrong = sent(&question.field).and_then(|upload| question.refusal(&rules, &upload.content));
        if let Some((key, args)) = wrong {
            errors.add_with(&question.field, key, args);
        }
    }
    let there = |field: &str| sent(field).is_some() || drafts::still_answered(desk, typed, field).is_some();
    let (data, mut found) = form.read(&form.with_files(typed, there));
    if found.is_empty() {
        // What two forms ask of one question differently is checked by each of them.
        let own = desk.members.iter().filter_map(|member| member.version.body.form.as_ref());
        for schema in own {
            if let Ok(form) = eforms::Form::parse(schema) {
                found.0.extend(form.check(&share(schema, &data)).0);
            }
        }
    }
    errors.0.extend(found.0);
    Ok(data)
}

/// What was handed in of each paper. Online a paper comes as a file, now or with the draft; the form stands for its paper. What
/// shows the authority of a proxy is asked of a proxy alone.
fn papers(
    ctx: &Ctx,
    desk: &Desk,
    typed: &Submitted,
    errors: &mut FieldErrors,
    proxy: Option<&Proxy>,
) -> Vec<(Asked, Given)> {
    let vi = ctx.app.locale(platform::messages::Lang::Vi);
    let procedures = desk.procedures();
    let mut papers = Vec::new();
    for (at, asked) in desk.papers.iter().enumerate() {
        if proxy.is_none() && for_proxy_only(asked, &procedures) {
            continue;
        }
        let upload = upload_of(typed, at);
        if let Some(upload) = upload {
            check_upload(ctx, errors, upload);
        }
        let kept =
            drafts::still_kept(desk, typed, (at, asked)).map(|kept| (kept.hash.clone(), kept.name.clone()));
        let demanded = proxy.filter(|_| proves(asked, &procedures));
        let excused =
            demanded.filter(|proxy| asked.when.is_some() && is_family(&proxy.relation)).map(|proxy| {
                let relation = vi.t(&format!("joint-relation-{}", proxy.relation));
                vi.tn("joint-note-relation", &[("relation", relation)])
            });
        let needed = demanded.is_some() && excused.is_none();
        let electronic = |note, file| Given { how: "electronic".to_owned(), note, file };
        let given = match desk.by {
            By::Clerk => at_the_counter(typed, errors, (at, asked), (needed, excused)),
            By::Citizen if upload.is_some() || kept.is_some() => electronic(None, kept),
            By::Citizen if asked.kind == "form" && desk.form.is_some() => {
                electronic(Some(vi.t("joint-note-typed")), None)
            }
            By::Citizen => {
                if asked.online && (needed || asked.required && asked.when.is_none()) {
                    let key = if needed { "joint-error-authority" } else { "joint-error-paper" };
                    errors.add(format!("giay-{at}-tep"), key);
                }
                let note = excused.unwrap_or_else(|| vi.t("joint-note-bring"));
                Given { how: "missing".to_owned(), note: Some(note), file: None }
            }
        };
        papers.push((asked.clone(), given));
    }
    papers
}

fn at_the_counter(
    typed: &Submitted,
    errors: &mut FieldErrors,
    (at, asked): (usize, &Asked),
    (needed, excused): (bool, Option<String>),
) -> Given {
    let name = format!("giay-{at}-co");
    let word = typed.text(&name);
    let how = GIVEN.into_iter().find(|given| *given == word).unwrap_or("missing");
    if how == "missing" && needed {
        errors.add(name, "joint-error-authority");
    } else if how == "missing" && asked.required && asked.kind != "shown" && asked.when.is_none() {
        errors.add(name, "joint-error-paper-missing");
    }
    Given { how: how.to_owned(), note: excused.filter(|_| how == "missing"), file: None }
}

fn check_upload(ctx: &Ctx, errors: &mut FieldErrors, upload: &Upload) {
    let most = ctx.app.largest_file();
    if upload.content.len() > most {
        errors.add_with(
            &upload.field,
            "files-too-large",
            vec![("maximum", (most / 1024 / 1024).to_string())],
        );
    } else if ctx.app.files.taken(&upload.content, ctx.today()).is_none() {
        let kinds = ctx.app.files.kinds(ctx.today()).join(", ");
        errors.add_with(&upload.field, "files-type", vec![("kinds", kinds)]);
    }
}
