//! A question of the form that is answered by a file, at the counter: scanned with the form, a paper of the dossier, put right.

use super::pages::{Desk, KEY, counter_form};
use super::papers::{holds, print};
use super::*;
use axum::http::{Request, StatusCode, header};
use platform::access::Role;

const DEED: &str = "%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n";
const NEWER: &str = "%PDF-1.4\n2 0 obj\nendobj\n%%EOF\n";

/// The procedure with a signed application asked for in its form.
fn with_file() -> Procedure {
    let mut body = procedure();
    let form = body.form.as_mut().unwrap();
    form["properties"]["don"] = json!({"type": "string", "x-widget": "file", "title": "Đơn đã ký",
        "x-file": {"reference": "paper", "kinds": ["PDF"]}});
    form["required"] = json!(["don"]);
    body
}

fn multipart(fields: &[(&str, &str)], file: Option<(&str, &str)>) -> String {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    if let Some((name, content)) = file {
        body.push_str(&format!(
            "--x\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"đơn.pdf\"\r\n\r\n{content}\r\n"
        ));
    }
    body + "--x--\r\n"
}

async fn send(clerk: &Desk, path: &str, body: String) -> super::pages::Answer {
    let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    clerk.send(request, body).await
}

#[tokio::test]
async fn the_counter_takes_the_file_with_the_form_and_the_dossier_shows_it_as_the_answer() {
    let city = city_of(with_file()).await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let form = clerk.get("/quay/nhan?thu-tuc=HT-09").await;
    assert!(form.has("name=\"k.don\"") && form.has("accept=\".pdf\""), "{}", form.text);

    let begun = counter_form(KEY, &[("k.muc_dich", "Kết hôn")]);
    let without = send(&clerk, "/quay/nhan", multipart(&begun, None)).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.has("f-k-don-error") && without.has("Kết hôn"), "{}", without.text);
    let nameless = counter_form(KEY, &[("ho-ten", "")]);
    let lost = send(&clerk, "/quay/nhan", multipart(&nameless, Some(("k.don", DEED)))).await;
    assert_eq!(lost.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(lost.has("đơn.pdf” chưa được giữ lại") && lost.has("hãy chọn lại: đơn.pdf"), "{}", lost.text);

    let sent = send(&clerk, "/quay/nhan", multipart(&begun, Some(("k.don", DEED)))).await;
    assert_eq!(sent.to, "/quay/da-nhan/1", "{}", sent.text);
    let answers: serde_json::Value = serde_json::from_str(&dossier(app, 1).await.form).unwrap();
    assert_eq!(answers, json!({"muc_dich": "Kết hôn", "don": "k.don"}));
    let papers = store::papers(&app.store, 1).await.unwrap();
    let paper = papers.iter().find(|paper| paper.component == "k.don").unwrap();
    assert_eq!((paper.name.as_str(), paper.given.as_str()), ("Đơn đã ký", "electronic"));
    let link = format!("/ho-so/1/tep/{}", paper.file_hash.as_ref().unwrap());
    let page = clerk.get("/ho-so/1").await;
    assert!(page.has(&link) && page.has("đơn.pdf"), "{}", page.text);
    assert_eq!(clerk.get(&link).await.text, DEED);
    holds(&print(app, 1, "to-khai").await.unwrap(), &["đơn.pdf"]);
}

#[tokio::test]
async fn a_form_that_is_not_begun_at_the_counter_asks_for_no_file() {
    let city = city_of(with_file()).await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let sent = send(&clerk, "/quay/nhan", multipart(&counter_form(KEY, &[]), None)).await;
    assert_eq!(sent.to, "/quay/da-nhan/1", "{}", sent.text);
    assert!(!clerk.get("/ho-so/1/sua").await.has("name=\"k.don\""), "there is nothing to put right");
}

#[tokio::test]
async fn a_file_is_replaced_where_the_dossier_is_put_right() {
    let city = city_of(with_file()).await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let begun = counter_form(KEY, &[("k.muc_dich", "Kết hôn")]);
    send(&clerk, "/quay/nhan", multipart(&begun, Some(("k.don", DEED)))).await;
    let page = clerk.get("/ho-so/1/sua").await;
    assert!(page.has("name=\"k.don\"") && page.has("Đang có: đơn.pdf"), "{}", page.text);
    let version = dossier(app, 1).await.version.to_string();
    let same = [
        ("phien-ban", version.as_str()),
        ("ho-ten", "Nguyễn Thị Bé Ba"),
        ("so-giay-to", "361999888"),
        ("dia-chi", "12 Nguyễn Trãi"),
        ("tra-ket-qua", "counter"),
        ("ly-do", "Quét nhầm trang"),
    ];
    let wrong = send(&clerk, "/ho-so/1/sua", multipart(&same, Some(("k.don", "không phải PDF")))).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.has("f-k-don-error"), "{}", wrong.text);
    let before = store::papers(&app.store, 1).await.unwrap();
    let right = send(&clerk, "/ho-so/1/sua", multipart(&same, Some(("k.don", NEWER)))).await;
    assert_eq!(right.to, "/ho-so/1", "{}", right.text);
    let after = store::papers(&app.store, 1).await.unwrap();
    assert_eq!(before.len(), after.len());
    let hash = |papers: &[store::Paper]| {
        papers
            .iter()
            .find(|paper| paper.component == "k.don")
            .and_then(|paper| paper.file_hash.clone())
            .unwrap()
    };
    assert_ne!(hash(&before), hash(&after));
    assert_eq!(clerk.get(&format!("/ho-so/1/tep/{}", hash(&after))).await.text, NEWER);
    let history = platform::journal::history(&app.store, "dossier", 1).await.unwrap();
    let entry = history.into_iter().find(|entry| entry.action == "correct").unwrap();
    assert!(entry.after.contains("Đơn đã ký"), "{entry:?}");
}

#[tokio::test]
async fn a_question_that_was_not_answered_gets_its_file_where_the_dossier_is_put_right() {
    let mut body = with_file();
    body.form.as_mut().unwrap()["required"] = json!([]);
    let city = city_of(body).await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let begun = counter_form(KEY, &[("k.muc_dich", "Kết hôn")]);
    assert_eq!(send(&clerk, "/quay/nhan", multipart(&begun, None)).await.to, "/quay/da-nhan/1");
    let page = clerk.get("/ho-so/1/sua").await;
    assert!(page.has("name=\"k.don\"") && !page.has("Đang có:"), "{}", page.text);
    let version = dossier(app, 1).await.version.to_string();
    let same = [
        ("phien-ban", version.as_str()),
        ("ho-ten", "Nguyễn Thị Bé Ba"),
        ("so-giay-to", "361999888"),
        ("dia-chi", "12 Nguyễn Trãi"),
        ("tra-ket-qua", "counter"),
        ("ly-do", "Quét bổ sung"),
    ];
    let right = send(&clerk, "/ho-so/1/sua", multipart(&same, Some(("k.don", DEED)))).await;
    assert_eq!(right.to, "/ho-so/1", "{}", right.text);
    let answers: serde_json::Value = serde_json::from_str(&dossier(app, 1).await.form).unwrap();
    assert_eq!(answers, json!({"muc_dich": "Kết hôn", "don": "k.don"}));
    let papers = store::papers(&app.store, 1).await.unwrap();
    let paper = papers.iter().find(|paper| paper.component == "k.don").unwrap();
    assert_eq!((paper.name.as_str(), paper.file_name.as_deref()), ("Đơn đã ký", Some("đơn.pdf")));
    assert!(clerk.get("/ho-so/1/sua").await.has("Đang có: đơn.pdf"));
}
