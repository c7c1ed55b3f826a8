//! The GovStack Registration building block as its clients meet it: over HTTP, each answer held against the restated shapes.

mod applications;
mod guards;
mod services;
mod tasks;

use crate::api::{Program, Reply};
use crate::city::{City, Client};
use axum::body::Body;
use axum::http::Request;
use jsonschema::Validator;
use serde_json::{Value as Json, json};

const AGENCY: &str = "phuong-cai-khe";
/// A client of the information mediator.
const CLIENT: &str = "eGovStack/GOV/90000009/eregistrations-dev";
/// The smallest file that is taken for a PDF.
const PDF: &str = "JVBERi0xLjQKJSVFT0YK";
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// A program behind the information mediator.
pub struct Caller<'a> {
    program: Program<'a>,
    client: Option<&'static str>,
}

impl<'a> Caller<'a> {
    async fn of(city: &'a City, owner: &Client<'_>, scopes: &[&str]) -> Caller<'a> {
        Caller { program: Program::of(city, owner, scopes).await, client: Some(CLIENT) }
    }

    fn stranger(city: &'a City) -> Caller<'a> {
        Caller { program: Program::stranger(city), client: Some(CLIENT) }
    }

    /// A clerk of the ward who receives.
    async fn clerk(city: &'a City) -> Caller<'a> {
        let clerk = city.staff("clerk", AGENCY).await;
        Caller::of(city, &clerk, &["one_stop.view", "one_stop.receive"]).await
    }

    /// The same program behind another header.
    fn behind(self, client: Option<&'static str>) -> Caller<'a> {
        Caller { client, ..self }
    }

    async fn get(&self, path: &str) -> Reply {
        self.call("GET", path, None).await
    }

    async fn post(&self, path: &str, body: &Json) -> Reply {
        self.call("POST", path, Some((JSON, body.to_string()))).await
    }

    async fn put(&self, path: &str, body: &Json) -> Reply {
        self.call("PUT", path, Some((JSON, body.to_string()))).await
    }

    async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let encoded = |text: &str| ui::platform_url(text);
        let pairs = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        self.call("POST", path, Some((FORM, pairs.collect::<Vec<_>>().join("&")))).await
    }

    async fn call(&self, method: &str, path: &str, body: Option<(&str, String)>) -> Reply {
        let mut request = Request::builder().method(method).uri(format!("/govstack{path}"));
        if let Some(client) = self.client {
            request = request.header("information-mediator-client", client);
        }
        let body = match body {
            None => Body::empty(),
            Some((kind, text)) => {
                request = request.header("content-type", kind);
                Body::from(text)
            }
        };
        self.program.send(request.body(body).unwrap()).await
    }
}

/// The restated shape of this name.
fn shape(name: &str) -> Validator {
    let mut all: Json = serde_json::from_str(include_str!("schemas.json")).unwrap();
    all["$ref"] = json!(format!("#/$defs/{name}"));
    assert!(all["$defs"][name].is_object(), "{name} is restated nowhere");
    jsonschema::options().should_validate_formats(true).build(&all).unwrap()
}

/// An answer of this status and shape.
#[track_caller]
fn fits(reply: Reply, status: u16, name: &str) -> Json {
    let body = reply.expect(status).body;
    let found: Vec<String> =
        shape(name).iter_errors(&body).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(found.is_empty(), "{name}: {found:#?}\n{body:#}");
    body
}

/// An error of this status as the building block tells it.
#[track_caller]
fn refused(reply: Reply, status: u16) -> Json {
    assert_eq!(reply.header("content-type"), JSON, "{}", reply.body);
    let body = fits(reply, status, "systemError");
    for name in ["traceId", "code", "message", "localizedMessage"] {
        assert!(body[name].as_str().is_some_and(|text| !text.is_empty()), "{name}: {body}");
    }
    body
}

/// The registration of births with its body.
async fn births(caller: &Caller<'_>) -> Json {
    let code = "HT-01";
    let all = fits(caller.get("/services?name=khai%20sinh").await, 200, "services");
    for one in all.as_array().unwrap() {
        let id = one["id"].as_str().unwrap();
        let told = fits(caller.get(&format!("/services/{id}")).await, 200, "services");
        let body = told[0]["serviceBody"].as_array().unwrap();
        if body.contains(&json!({"code": "code", "value": code})) {
            return told[0].clone();
        }
    }
    panic!("no service for {code}");
}

/// A birth to be registered, by the form in use and with these documents.
async fn birth(caller: &Caller<'_>, service: &Json, documents: &[String]) -> Json {
    let id = service["id"].as_str().unwrap();
    let forms = fits(caller.get(&format!("/services/{id}/eForms")).await, 200, "eForms");
    json!({
        "applicationName": "Lê Văn Tám",
        "applicantId": "361234567",
        "created": "2013-06-10T00:00:00.000Z",
        "formData": {
            "eFormId": forms[0]["eFormId"],
            "data": {
                "filing": {"agency": AGENCY, "applicant": "citizen", "delivery": "counter"},
                "owner": {"address": "Ấp Thới Bình", "phone": "0909123456"},
            },
        },
        "documentUrls": documents,
    })
}

/// Keys of the papers that a service asks for.
fn papers(service: &Json) -> Vec<String> {
    let body = service["serviceBody"].as_array().unwrap();
    let codes = body.iter().filter_map(|property| property["code"].as_str()?.strip_prefix("component."));
    codes.map(str::to_owned).collect()
}

/// Hands a file in for each of these papers; what an application names them by.
async fn handed_in(caller: &Caller<'_>, papers: &[String]) -> Vec<String> {
    let mut urls = Vec::new();
    for paper in papers {
        let path = format!("/documents?additionalMetadata={paper}");
        let told = fits(caller.post_form(&path, &[("file", PDF)]).await, 200, "upload");
        urls.push(told["url"].as_str().unwrap().to_owned());
    }
    urls
}

/// Files a birth with every paper.
async fn filed(caller: &Caller<'_>) -> Json {
    let service = births(caller).await;
    let documents = handed_in(caller, &papers(&service)).await;
    let body = birth(caller, &service, &documents).await;
    let path = format!("/services/{}/applications", service["id"].as_str().unwrap());
    fits(caller.post(&path, &body).await, 200, "application")
}
