//! Sending a delivery: its calls in order, within the limits, the answer as one of the channels' errors.

use futures::future::BoxFuture;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use teloxide::types::{ChatId, MessageId};

use super::super::error::SendError;
use super::super::{AttachmentSource, Delivery, Sender};
use super::Telegram;
use super::encode::{self, Request, UPLOAD, Unsayable, Upload};

impl Sender for Telegram {
    fn send<'a>(&'a self, delivery: &'a Delivery) -> BoxFuture<'a, Result<String, SendError>> {
        Box::pin(async move {
            let chat = chat(&delivery.peer)?;
            if let Some(message) = delivery.replaces.as_deref().and_then(|id| id.parse().ok())
                && let Some(message) = self.edit(chat, MessageId(message), delivery).await?
            {
                return Ok(message);
            }
            self.say(chat, delivery).await
        })
    }

    /// Telegram counts by token, whoever uses it.
    fn is_alone(&self) -> bool {
        true
    }

    fn fetch<'a>(&'a self, file: &'a AttachmentSource) -> BoxFuture<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            self.api().download(&file.telegram_file).await.unwrap_or_else(|fault| {
                tracing::warn!(attachment = %file.id, %fault, "a file could not be fetched from Telegram");
                None
            })
        })
    }
}

impl Telegram {
    /// Makes the earlier message say it; `None` if a new one must, because that one is gone or is no text.
    async fn edit(
        &self,
        chat: ChatId,
        message: MessageId,
        delivery: &Delivery,
    ) -> Result<Option<String>, SendError> {
        let Some(request) = encode::edit(chat, message, &delivery.outbound)? else { return Ok(None) };
        match self.call(chat, request).await {
            Ok(_) => Ok(Some(message.0.to_string())),
            // It says so already.
            Err(SendError::Rejected(why)) if why.contains("message is not modified") => {
                Ok(Some(message.0.to_string()))
            }
            Err(SendError::Rejected(_)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Sends it as new and returns the id of the message with the words and the buttons, which is the last.
    async fn say(&self, chat: ChatId, delivery: &Delivery) -> Result<String, SendError> {
        let mut last = None;
        for request in encode::calls(chat, &delivery.outbound, delivery.bytes.as_deref())? {
            last = Some(self.call(chat, request).await?);
        }
        last.map(|message| message.0.to_string()).ok_or_else(|| Unsayable::Empty.into())
    }

    async fn call(&self, chat: ChatId, request: Request) -> Result<MessageId, SendError> {
        self.limits().wait(chat.0).await;
        let answered = match request.upload {
            Some(upload) => {
                let size = upload.bytes.len();
                self.api().upload(request.method, form(&request.body, upload), size).await
            }
            None => self.api().call(request.method, &request.body).await,
        };
        self.note_answer(&answered);
        Ok(answered?)
    }
}

impl From<Unsayable> for SendError {
    fn from(fault: Unsayable) -> Self {
        Self::Rejected(fault.to_string())
    }
}

fn chat(peer: &str) -> Result<ChatId, SendError> {
    peer.parse().map(ChatId).map_err(|_| SendError::Rejected(format!("{peer:?} is not a Telegram chat")))
}

/// The fields of a call beside the bytes of its file.
fn form(body: &Value, upload: Upload) -> Form {
    let fields = body.as_object().into_iter().flatten();
    let form = fields.fold(Form::new(), |form, (name, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        form.text(name.clone(), text)
    });
    form.part(UPLOAD, part(upload))
}

fn part(upload: Upload) -> Part {
    // A media type that fits no header is left out: Telegram looks into the file anyway.
    let mime = upload.mime.and_then(|mime| HeaderValue::from_str(&mime).ok());
    let headers = mime.into_iter().map(|mime| (CONTENT_TYPE, mime)).collect();
    Part::bytes(upload.bytes).file_name(upload.name).headers(headers)
}
