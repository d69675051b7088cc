// What the screen shows, apart from how: the sessions, what a person is asked, and what has come of it.
package com.devicesessions.ui

import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import com.devicesessions.Reason
import com.devicesessions.Refusal
import com.devicesessions.RefusalDetails
import com.devicesessions.RefusalDetailsConfirmBy
import com.devicesessions.Session
import com.devicesessions.SessionState
import com.devicesessions.SessionsClient
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.StateFlow

/** What the screen needs of a client. */
public interface SessionsSource {
    public val state: StateFlow<SessionState>
    public val changes: Flow<Unit>

    public suspend fun list(): List<Session>

    public suspend fun revoke(sessionId: String, reauthToken: String?)

    public suspend fun revokeOthers(reauthToken: String?): Int

    public suspend fun answer(sessionId: String, wasMe: Boolean, reauthToken: String?)

    public suspend fun rename(sessionId: String, deviceName: String)
}

public fun SessionsClient.asSource(): SessionsSource = ClientSource(this)

private class ClientSource(private val client: SessionsClient) : SessionsSource {
    override val state: StateFlow<SessionState> get() = client.state
    override val changes: Flow<Unit> get() = client.changes

    override suspend fun list(): List<Session> = client.list(includeEnded = true)

    override suspend fun revoke(sessionId: String, reauthToken: String?): Unit = client.revoke(sessionId, reauthToken)

    override suspend fun revokeOthers(reauthToken: String?): Int = client.revokeOthers(reauthToken)

    override suspend fun answer(sessionId: String, wasMe: Boolean, reauthToken: String?) {
        client.answer(sessionId, wasMe, reauthToken)
    }

    override suspend fun rename(sessionId: String, deviceName: String) {
        client.rename(sessionId, deviceName)
    }
}

/** How a person can prove, on this very device, that the session is theirs. */
public typealias Proof = RefusalDetailsConfirmBy

internal sealed interface Action {
    data class Close(val session: Session) : Action

    data class Answer(val session: Session, val wasMe: Boolean) : Action

    data class Rename(val session: Session, val deviceName: String) : Action

    data class CloseAll(val count: Int) : Action
}

internal sealed interface Question {
    data class Close(val session: Session) : Question

    data class CloseAll(val count: Int) : Question

    data class Rename(val session: Session) : Question

    /** The server wants a proof first. */
    data class Prove(val action: Action, val details: RefusalDetails, val hasFailed: Boolean = false) : Question
}

/** Words about what has happened; [isBad] where it has not. */
internal data class Status(val text: String, val isBad: Boolean)

@Stable
internal class SessionsModel(private val source: SessionsSource) {
    /** Null before the first answer. */
    var sessions: List<Session>? by mutableStateOf(null)
        private set
    var hasFailed: Boolean by mutableStateOf(false)
        private set
    var isBusy: Boolean by mutableStateOf(false)
        private set
    var status: Status? by mutableStateOf(null)
        private set
    var question: Question? by mutableStateOf(null)

    suspend fun load() {
        try {
            sessions = source.list()
            hasFailed = false
        } catch (error: CancellationException) {
            throw error
        } catch (_: Exception) {
            hasFailed = true
        }
    }

    /** Only a refusal may promise that nothing has changed; after any other failure the list is asked again. */
    suspend fun act(action: Action, texts: SessionsTexts, reauthToken: String? = null) {
        if (isBusy) return
        isBusy = true
        try {
            val said = run(action, texts, reauthToken)
            question = null
            status = Status(said, isBad = false)
            load()
        } catch (refusal: Refusal) {
            question = null
            when (refusal.reason) {
                Reason.SESSION_UNCONFIRMED ->
                    question = Question.Prove(action, refusal.details, hasFailed = reauthToken != null)
                Reason.UNAVAILABLE -> notAnswered(texts)
                else -> {
                    status = Status(texts.callFailed, isBad = true)
                    load()
                }
            }
        } catch (error: CancellationException) {
            throw error
        } catch (_: Exception) {
            question = null
            notAnswered(texts)
        } finally {
            isBusy = false
        }
    }

    /** [token]: null where the person gave up; what the app's own sign-in throws is one that did not work. */
    suspend fun prove(asked: Question.Prove, texts: SessionsTexts, token: suspend () -> String?) {
        if (isBusy) return
        isBusy = true
        val reauthToken = try {
            token()
        } catch (error: CancellationException) {
            throw error
        } catch (_: Exception) {
            question = asked.copy(hasFailed = true)
            null
        } finally {
            isBusy = false
        }
        if (reauthToken != null) act(asked.action, texts, reauthToken)
    }

    private suspend fun notAnswered(texts: SessionsTexts) {
        load()
        status = Status(texts.noAnswer, isBad = true)
    }

    private suspend fun run(action: Action, texts: SessionsTexts, reauthToken: String?): String = when (action) {
        is Action.Close -> {
            source.revoke(action.session.sessionId, reauthToken)
            texts.saidClosed.fill("device" to action.session.deviceName)
        }
        is Action.CloseAll -> texts.saidClosedAll.fill("count" to source.revokeOthers(reauthToken))
        is Action.Answer -> {
            source.answer(action.session.sessionId, action.wasMe, reauthToken)
            val said = if (action.wasMe) texts.saidConfirmed else texts.saidDenied
            said.fill("device" to action.session.deviceName)
        }
        is Action.Rename -> {
            source.rename(action.session.sessionId, action.deviceName)
            texts.saidRenamed.fill("device" to action.deviceName)
        }
    }
}
