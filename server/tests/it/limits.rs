//! Limits on what is only work for the machine: searches, papers, lists as files; by account, of strangers by address.

use crate::city::{Answer, City, Client};
use crate::journeys::{Team, counter_dossier};
use axum::body::Body;
use axum::http::Request;
use platform::Read;
use platform::http::limits::Limited;

const AGENCY: &str = "phuong-cai-khe";
/// Whose requests of strangers are in these tests.
const HERE: &str = "127.0.0.1";

/// How the limits call an account.
async fn account(city: &City, role: &str) -> String {
    let sql = "SELECT id FROM account WHERE login = $1";
    let id = city.app.store.number(sql, vec![format!("{AGENCY}.{role}").into()]).await.unwrap();
    format!("account {id}")
}

/// What a refusal tells the browser of when to come again.
async fn waits(city: &City, path: &str) -> Option<String> {
    let answer = city.call(Request::get(path).body(Body::empty()).unwrap()).await;
    let wait = answer.headers().get("retry-after").map(|v| v.to_str().unwrap().to_owned());
    assert_eq!(wait.is_some(), answer.status().as_u16() == 429, "with every refusal, and with nothing else");
    wait
}

/// The answer to a request once the limit is used up; on a slow machine a try is free again before it is asked.
async fn refused(city: &City, who: &Client<'_>, (what, whose): (Limited, &str), path: &str) -> Answer {
    for _ in 0..100 {
        while city.app.limits.check(what, whose).await.is_ok() {}
        let answer = who.get(path).await;
        if answer.status.as_u16() == 429 {
            return answer;
        }
    }
    panic!("{path} is never refused");
}

#[tokio::test]
async fn searches_and_files_are_limited_by_person_and_address() {
    let city = City::new().await;
    let (clerk, other) = (city.staff("clerk", AGENCY).await, city.staff("specialist", AGENCY).await);
    let (stranger, own) = (city.stranger(), account(&city, "clerk").await);
    for (what, paths, words) in [
        (Limited::Search, ["/tim?q=khai+sinh", "/thu-tuc?q=khai+sinh"], "tìm kiếm quá nhiều lần"),
        (Limited::Export, ["/thu-tuc?dang=csv", "/co-quan?loai=district&dang=xlsx"], "tải quá nhiều tệp"),
    ] {
        for path in paths {
            clerk.get(path).await.expect(200);
        }
        for path in paths {
            let page = refused(&city, &clerk, (what, own.as_str()), path).await;
            assert!(page.text().contains(words), "{path}: {}", page.text());
            // A page alone costs as little as ever, and nobody else waits.
            clerk.get("/thu-tuc").await.expect(200);
            other.get(path).await.expect(200);
            stranger.get(path).await.expect(200);
        }
        refused(&city, &stranger, (what, HERE), paths[0]).await;
        other.get(paths[1]).await.expect(200);
    }
}

#[tokio::test]
async fn papers_are_limited_by_person() {
    let city = City::new().await;
    let (clerk, other) = (city.staff("clerk", AGENCY).await, city.staff("specialist", AGENCY).await);
    let dossier = counter_dossier(&city, AGENCY, "HT-01").await;
    Team::act(&clerk, dossier.id, "tiep-nhan", &[]).await;
    let (receipt, own) = (format!("/ho-so/{}/in/01", dossier.id), account(&city, "clerk").await);
    let page = refused(&city, &clerk, (Limited::Print, own.as_str()), &receipt).await;
    assert!(page.text().contains("in hoặc tải quá nhiều tệp"), "{}", page.text());
    // Another person does not wait for it.
    other.get(&receipt).await.expect(200);
    let blank = "/thu-tuc/HT-01/mau-don";
    refused(&city, &city.stranger(), (Limited::Print, HERE), blank).await;
    // A try is free again after two seconds; before that the browser is told when to come.
    let mut told = None;
    while told.is_none() {
        while city.app.limits.check(Limited::Print, HERE).await.is_ok() {}
        told = waits(&city, blank).await;
    }
    assert_eq!(told.as_deref(), Some("60"));
}
