//! Tasks: the way of an application from its receipt to the signature, by who is to act at each step.

use super::{AGENCY, Caller, birth, births, filed, fits, refused};
use crate::city::City;
use serde_json::{Value as Json, json};

/// The tasks of a caller on an application.
async fn waiting(caller: &Caller<'_>, file: &str) -> Vec<Json> {
    let list = fits(caller.get(&format!("/tasks?fileId={file}")).await, 200, "tasks");
    list.as_array().unwrap().clone()
}

fn task_id(task: &Json) -> String {
    task["taskId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_application_goes_from_task_to_task_to_its_approval() {
    let city = City::new().await;
    let clerk = Caller::clerk(&city).await;
    let mut team = Vec::new();
    for (role, right) in
        [("specialist", "one_stop.process"), ("head", "one_stop.appraise"), ("leader", "one_stop.sign")]
    {
        let person = city.staff(role, AGENCY).await;
        team.push(Caller::of(&city, &person, &["one_stop.view", right]).await);
    }
    let file = filed(&clerk).await["fileId"].as_str().unwrap().to_owned();
    let receipt = waiting(&clerk, &file).await.remove(0);
    let first = task_id(&receipt);
    assert_eq!((&receipt["fileId"], &receipt["roleId"]), (&json!(file), &json!("one_stop")));
    let told = fits(clerk.get(&format!("/tasks/{first}")).await, 200, "task");
    assert_eq!(told["data"]["owner"]["phone"], "0909123456");
    let done = fits(
        clerk.post(&format!("/tasks/{first}/complete"), &json!({"data": {}})).await,
        200,
        "completedTask",
    );
    assert_eq!((&done["taskId"], &done["status"]["code"]), (&json!(first), &json!("PENDING")));
    // What is done is no task any more.
    refused(clerk.get(&format!("/tasks/{first}")).await, 404);
    refused(clerk.post(&format!("/tasks/{first}/complete"), &json!({"data": {}})).await, 404);
    let note = json!({"data": {"note": {"text": "Chuyển phòng chuyên môn"}}});
    let transfer = task_id(&waiting(&clerk, &file).await[0]);
    fits(clerk.post(&format!("/tasks/{transfer}/complete"), &note).await, 200, "completedTask");
    assert!(waiting(&clerk, &file).await.is_empty(), "it is another's turn");
    let signed = json!({"data": {"result": {"granted": true, "number": "12/GXN"}}});
    let mut status = json!(null);
    for _ in 0..8 {
        for member in &team {
            if let Some(task) = waiting(member, &file).await.first() {
                let id = task_id(task);
                refused(clerk.post(&format!("/tasks/{id}/complete"), &signed).await, 403);
                let done = member.post(&format!("/tasks/{id}/complete"), &signed).await;
                status = fits(done, 200, "completedTask")["status"]["code"].clone();
                break;
            }
        }
        if status == "APPROVED" {
            break;
        }
    }
    assert_eq!(status, "APPROVED");
    let ended = fits(clerk.get(&format!("/applications/{file}")).await, 200, "application");
    assert_eq!((&ended["status"]["code"], &ended["ended"]), (&json!("APPROVED"), &json!(true)));
    let path = "/data/statistics/1.0?operator=C%C3%A1n%20b%E1%BB%99%20leader&role=leader";
    let figures = fits(clerk.get(path).await, 200, "statistics");
    assert_eq!(
        (figures[0]["processed"].as_i64(), figures[0]["approved"].as_i64()),
        (Some(1), Some(1)),
        "{figures}"
    );
}

#[tokio::test]
async fn the_list_holds_what_the_caller_is_to_do_under_the_descriptions_filters() {
    let city = City::new().await;
    let clerk = Caller::clerk(&city).await;
    let first = filed(&clerk).await["fileId"].as_str().unwrap().to_owned();
    city.clock.set(city.clock.now().plus_minutes(5));
    let second = filed(&clerk).await["fileId"].as_str().unwrap().to_owned();
    let files = |list: &Json| -> Vec<String> {
        list.as_array().unwrap().iter().map(|task| task["fileId"].as_str().unwrap().to_owned()).collect()
    };
    for (query, wanted) in [
        (String::new(), vec![&first, &second]),
        ("?sortBy=created&sortOrder=desc".to_owned(), vec![&second, &first]),
        ("?firstResult=1".to_owned(), vec![&second]),
        (format!("?mainTaskId={first}"), vec![&first]),
        (format!("?mainTaskId={first}&fileId={second}"), vec![]),
        ("?assigneeId=999999".to_owned(), vec![]),
        ("?fileId=n0t-ex1st1ng-file".to_owned(), vec![]),
        ("?assigneeId=n0t-ex1st1ng-assignee".to_owned(), vec![]),
    ] {
        let list = fits(clerk.get(&format!("/tasks{query}")).await, 200, "tasks");
        assert_eq!(files(&list), wanted.into_iter().cloned().collect::<Vec<_>>(), "{query}");
    }
    refused(clerk.get("/tasks?colour=red").await, 400);
    let inspector = city.staff("inspector", "ubnd-tp-can-tho").await;
    let inspector = Caller::of(&city, &inspector, &["one_stop.view"]).await;
    assert_eq!(fits(inspector.get("/tasks").await, 200, "tasks"), json!([]), "who sees all is to do nothing");
    let task = format!("/tasks/{first}-0");
    fits(inspector.get(&task).await, 200, "task");
    refused(inspector.post(&format!("{task}/complete"), &json!({"data": {}})).await, 403);
    let other = city.staff("clerk", "phuong-hung-thanh").await;
    let other = Caller::of(&city, &other, &["one_stop.view", "one_stop.receive"]).await;
    refused(other.get(&task).await, 404);
    refused(other.post(&format!("{task}/complete"), &json!({"data": {}})).await, 404);
    for unknown in ["n0t-ex1st1ng-task", "999999-0", &format!("{first}-7")] {
        refused(clerk.get(&format!("/tasks/{unknown}")).await, 404);
        refused(clerk.post(&format!("/tasks/{unknown}/complete"), &json!({"data": {}})).await, 404);
    }
}

#[tokio::test]
async fn a_step_says_what_it_lacks() {
    let city = City::new().await;
    let clerk = Caller::clerk(&city).await;
    let service = births(&clerk).await;
    let path = format!("/services/{}/applications", service["id"].as_str().unwrap());
    let bare = fits(clerk.post(&path, &birth(&clerk, &service, &[]).await).await, 200, "application");
    let task = format!("/tasks/{}-0/complete", bare["fileId"].as_str().unwrap());
    let lacking = clerk.post(&task, &json!({"data": {}})).await;
    assert!(matches!(lacking.status, 400 | 409), "papers are missing: {}", lacking.body);
    refused(clerk.post(&task, &json!({"data": {"colour": {}}})).await, 400);
    refused(clerk.post(&task, &json!({"data": {"result": {"granted": true}}})).await, 400);
    refused(clerk.call("POST", &task, None).await, 400);
}
