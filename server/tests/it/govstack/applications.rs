//! Applications and documents: filed, listed, read, put right; with what is refused on the way.

use super::{AGENCY, Caller, FORM, PDF, birth, births, filed, fits, handed_in, papers, refused};
use crate::city::City;
use platform::Read;
use serde_json::{Value as Json, json};

/// How many rows the store counts.
async fn number(city: &City, sql: &str) -> i64 {
    city.app.store.number(sql, vec![]).await.unwrap()
}

fn file_id(application: &Json) -> &str {
    application["fileId"].as_str().unwrap()
}

#[tokio::test]
async fn an_application_is_a_dossier_with_the_documents_handed_in_before() {
    let city = City::new().await;
    let caller = Caller::clerk(&city).await;
    let file = filed(&caller).await;
    assert_eq!(file["status"]["code"], "PENDING");
    assert_eq!((&file["applicantId"], &file["ended"]), (&json!("361234567"), &json!(false)));
    let said = &file["applicationData"];
    assert_eq!(
        (said["applicationName"].as_str(), said["applicantId"].as_str()),
        (Some("Lê Văn Tám"), Some("361234567"))
    );
    assert_eq!(said["formData"]["data"]["filing"]["agency"], AGENCY);
    let documents = said["documentUrls"].as_array().unwrap();
    assert!(!documents.is_empty());
    // The same dossier as our own interface tells it, its papers with the files.
    let own = caller.program.get(&format!("/dossiers/{}", file_id(&file))).await.expect(200).body;
    assert_eq!((own["procedure"].as_str(), own["channel"].as_str()), (Some("HT-01"), Some("online")));
    let first = documents[0].as_str().unwrap().strip_prefix("/api/v1").unwrap();
    assert!(caller.program.get(first).await.expect(200).bytes.starts_with(b"%PDF-"));
    let read = fits(caller.get(&format!("/applications/{}", file_id(&file))).await, 200, "application");
    assert_eq!(read, file);
    // The journal has the filing behind the name of who called; what waited for it waits no more.
    let journal =
        "SELECT COUNT(*) FROM journal WHERE record = 'dossier' AND actor_name LIKE '% · Cổng dịch vụ công'";
    assert!(number(&city, journal).await > 0);
    assert_eq!(number(&city, "SELECT COUNT(*) FROM govstack_document").await, 0);
    assert!(number(&city, "SELECT COUNT(*) FROM personal_read WHERE record = 'dossier'").await > 0);
}

#[tokio::test]
async fn an_application_may_come_as_a_form_with_its_data_as_json() {
    let city = City::new().await;
    let caller = Caller::clerk(&city).await;
    let service = births(&caller).await;
    let documents = handed_in(&caller, &papers(&service)).await;
    let body = birth(&caller, &service, &documents).await;
    let data = body["formData"].to_string();
    let mut fields = vec![
        ("applicationName", body["applicationName"].as_str().unwrap()),
        ("applicantId", body["applicantId"].as_str().unwrap()),
        ("formData", data.as_str()),
    ];
    fields.extend(documents.iter().map(|url| ("documentUrls", url.as_str())));
    let path = format!("/services/{}/applications", service["id"].as_str().unwrap());
    let file = fits(caller.post_form(&path, &fields).await, 200, "application");
    assert_eq!(file["serviceId"], service["id"]);
    assert_eq!(file["applicationData"]["documentUrls"].as_array().unwrap().len(), documents.len());
    fields[2].1 = "no json";
    let wrong = refused(caller.post_form(&path, &fields).await, 400);
    assert!(wrong["message"].as_str().unwrap().contains("formData"), "{wrong}");
}

#[tokio::test]
async fn what_is_wrong_in_an_application_is_told_under_its_own_names() {
    let city = City::new().await;
    let caller = Caller::clerk(&city).await;
    let service = births(&caller).await;
    let path = format!("/services/{}/applications", service["id"].as_str().unwrap());
    let good = birth(&caller, &service, &[]).await;
    refused(caller.post("/services/n0t-ex1st1ng-serv1ce-1d/applications", &good).await, 404);
    for (at, wrong, named) in [
        ("/formData/eFormId", json!("HT-01.99"), "formData.eFormId"),
        ("/formData/data/filing/agency", json!("nowhere"), "formData.data.filing.agency"),
        ("/formData/data/filing/delivery", json!("pigeon"), "formData.data.filing.delivery"),
        ("/formData/data/owner/address", json!(""), "formData.data.owner.address"),
        ("/documentUrls", json!(["/govstack/documents/none"]), "documentUrls.0"),
        ("/applicantId", json!(7), "applicantId"),
    ] {
        let mut body = good.clone();
        *body.pointer_mut(at).unwrap() = wrong;
        let told = refused(caller.post(&path, &body).await, 400);
        assert!(told["message"].as_str().unwrap().contains(named), "{named}: {told}");
    }
    let mut unknown = good.clone();
    unknown["formData"]["data"]["correction"] = json!({"reason": "x"});
    refused(caller.post(&path, &unknown).await, 400);
    refused(caller.call("POST", &path, Some(("text/plain", "x".to_owned()))).await, 400);
    assert_eq!(number(&city, "SELECT COUNT(*) FROM dossier").await, 0);
}

#[tokio::test]
async fn lists_hold_the_callers_scope_under_the_descriptions_filters() {
    let city = City::new().await;
    let caller = Caller::clerk(&city).await;
    let first = filed(&caller).await;
    city.clock.set(city.clock.now().plus_minutes(5));
    let second = filed(&caller).await;
    let ids = |list: &Json| -> Vec<String> {
        list.as_array().unwrap().iter().map(|one| file_id(one).to_owned()).collect()
    };
    let service = first["serviceId"].as_str().unwrap();
    for (query, wanted) in [
        (String::new(), vec![&first, &second]),
        ("?sortBy=created&sortOrder=desc".to_owned(), vec![&second, &first]),
        ("?firstResult=1&maxResult=20&sortBy=id&sortOrder=asc".to_owned(), vec![&second]),
        ("?maxResult=1".to_owned(), vec![&first]),
        (format!("?serviceId={service}&applicantId=361234567"), vec![&first, &second]),
        ("?applicantId=36123456".to_owned(), vec![]),
        ("?applicantId=n0t-ex1st1ng-applicant".to_owned(), vec![]),
        ("?serviceId=n0t-ex1st1ng-serv1ce".to_owned(), vec![]),
    ] {
        let list = fits(caller.get(&format!("/applications{query}")).await, 200, "applications");
        let wanted: Vec<String> = wanted.into_iter().map(|one| file_id(one).to_owned()).collect();
        assert_eq!(ids(&list), wanted, "{query}");
    }
    let list = fits(caller.get("/applications").await, 200, "applications");
    assert!(
        list[0].get("applicantId").is_none(),
        "who applies is told by the application, whose reading is noted"
    );
    let looks =
        "SELECT COUNT(*) FROM personal_read WHERE record = 'list' AND record_code = '/govstack/applications'";
    assert_eq!(number(&city, looks).await, 1);
    for wrong in ["sortBy=assignee", "maxResult=0", "maxResult=5000", "firstResult=x", "colour=red"] {
        refused(caller.get(&format!("/applications?{wrong}")).await, 400);
    }
    let other = city.staff("clerk", "phuong-hung-thanh").await;
    let other = Caller::of(&city, &other, &["one_stop.view", "one_stop.receive"]).await;
    assert_eq!(fits(other.get("/applications").await, 200, "applications"), json!([]));
    refused(other.get(&format!("/applications/{}", file_id(&first))).await, 404);
    refused(other.put(&format!("/applications/{}", file_id(&first)), &submission(&first)).await, 404);
    for unknown in ["n0t-ex1st1ng-file", "999999", "-1"] {
        refused(caller.get(&format!("/applications/{unknown}")).await, 404);
    }
}

/// An application as it would be sent back unchanged.
fn submission(application: &Json) -> Json {
    application["applicationData"].clone()
}

#[tokio::test]
async fn an_update_puts_owner_and_delivery_right_with_a_reason_and_nothing_else() {
    let city = City::new().await;
    let caller = Caller::clerk(&city).await;
    let file = filed(&caller).await;
    let path = format!("/applications/{}", file_id(&file));
    let corrections = "SELECT COUNT(*) FROM journal WHERE record = 'dossier' AND action = 'correct'";
    let same = fits(caller.put(&path, &submission(&file)).await, 200, "application");
    assert_eq!((&same, number(&city, corrections).await), (&file, 0), "as it stands nothing is to be done");
    let mut body = submission(&file);
    body["applicationName"] = json!("Lê Văn Tâm");
    body["formData"]["data"]["filing"]["delivery"] = json!("post");
    let told = refused(caller.put(&path, &body).await, 400);
    assert!(told["message"].as_str().unwrap().contains("formData.data.correction.reason"), "{told}");
    body["formData"]["data"]["correction"] = json!({"reason": "Ghi nhầm dấu"});
    let done = fits(caller.put(&path, &body).await, 200, "application");
    assert_eq!(done["applicationData"]["applicationName"], "Lê Văn Tâm");
    assert_eq!(done["applicationData"]["formData"]["data"]["filing"]["delivery"], "post");
    assert_eq!(number(&city, corrections).await, 1);
    for (at, other) in [
        ("/formData/data/filing/agency", json!("phuong-hung-thanh")),
        ("/formData/data/answers", json!({"x": 1})),
        ("/documentUrls", json!(["/govstack/documents/other"])),
        ("/formData/eFormId", json!("HT-01.99")),
    ] {
        let mut body = submission(&done);
        *body.pointer_mut(at).unwrap() = other;
        assert_eq!(refused(caller.put(&path, &body).await, 409)["code"], "govstack-refused-fixed", "{at}");
    }
    refused(caller.put("/applications/n0t-ex1st1ng-file", &body).await, 404);
    refused(caller.put(&path, &json!({"applicantId": "361234567"})).await, 400);
}

#[tokio::test]
async fn a_document_is_its_senders_until_an_application_names_it() {
    let city = City::new().await;
    let caller = Caller::clerk(&city).await;
    let service = births(&caller).await;
    let paper = &papers(&service)[0];
    let url = &handed_in(&caller, std::slice::from_ref(paper)).await[0];
    let own = url.strip_prefix("/govstack").unwrap();
    let bytes = caller.get(own).await.expect(200);
    assert_eq!((bytes.header("content-type"), &bytes.bytes[..5]), ("application/pdf", &b"%PDF-"[..]));
    // By the parts of a form as by its text, as the description has it.
    let parts = format!(
        "--x\r\ncontent-disposition: form-data; name=\"additionalMetadata\"\r\n\r\n{paper}\r\n\
         --x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\n%%EOF\n\r\n--x--\r\n"
    );
    let in_parts = caller.call("POST", "/documents", Some(("multipart/form-data; boundary=x", parts))).await;
    assert_eq!(fits(in_parts, 200, "upload")["type"], "application/pdf");
    let as_json = json!({"file": [PDF], "additionalMetadata": paper});
    fits(caller.post("/documents", &as_json).await, 200, "upload");
    for wrong in [
        None,
        Some((FORM, String::new())),
        Some((FORM, "file=%25%25".to_owned())),
        Some((FORM, "file=SGFsbG8=".to_owned())),
        Some((FORM, format!("file={PDF}&file={PDF}"))),
        Some((FORM, format!("file={PDF}&colour=red"))),
    ] {
        refused(caller.call("POST", "/documents", wrong).await, 400);
    }
    // Nobody else's: neither to read nor to name.
    let other = city.staff("clerk", "phuong-hung-thanh").await;
    let other = Caller::of(&city, &other, &["one_stop.view", "one_stop.receive"]).await;
    refused(other.get(own).await, 404);
    let path = format!("/services/{}/applications", service["id"].as_str().unwrap());
    let mut body = birth(&other, &service, std::slice::from_ref(url)).await;
    body["formData"]["data"]["filing"]["agency"] = json!("phuong-hung-thanh");
    refused(other.post(&path, &body).await, 400);
    // A file of which nobody said what it is waits in vain.
    let told = fits(caller.post_form("/documents", &[("file", PDF)]).await, 200, "upload");
    let nameless = [told["url"].as_str().unwrap().to_owned()];
    let told = refused(caller.post(&path, &birth(&caller, &service, &nameless).await).await, 400);
    assert!(told["message"].as_str().unwrap().contains("additionalMetadata"), "{told}");
    let waiting = "SELECT COUNT(*) FROM govstack_document";
    assert_eq!(number(&city, waiting).await, 4);
    fits(
        caller.post(&path, &birth(&caller, &service, std::slice::from_ref(url)).await).await,
        200,
        "application",
    );
    assert_eq!(number(&city, waiting).await, 3);
    refused(caller.get(own).await, 404);
}

#[tokio::test]
async fn documents_that_no_application_names_go_when_drafts_go() {
    let city = City::new().await;
    let caller = Caller::clerk(&city).await;
    handed_in(&caller, &["to-khai".to_owned()]).await;
    let tidy =
        motcua::slices().iter().flat_map(|slice| slice.jobs).find(|job| job.name == "govstack.tidy").unwrap();
    let waiting = "SELECT COUNT(*) FROM govstack_document";
    (tidy.run)(city.app.clone(), Json::Null).await.unwrap();
    assert_eq!(number(&city, waiting).await, 1);
    city.clock.set(city.clock.now().plus_minutes(366 * 24 * 60));
    (tidy.run)(city.app.clone(), Json::Null).await.unwrap();
    assert_eq!(number(&city, waiting).await, 0);
    assert_eq!(number(&city, "SELECT COUNT(*) FROM journal WHERE action = 'document_expire'").await, 1);
}
