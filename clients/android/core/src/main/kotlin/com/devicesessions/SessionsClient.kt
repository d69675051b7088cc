// The client of one installation: its session from sign-in to sign-out, and the user's other sessions.
package com.devicesessions

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asSharedFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.serialization.KSerializer
import kotlinx.serialization.json.JsonElement

/**
 * Each function throws a [Refusal] where the server refuses, and an IOException where no answer can be had.
 * `reauthToken` is an ID token of a sign-in of the last five minutes, by one of the refusal's `confirmBy`.
 */
public class SessionsClient(options: ClientOptions) {
    private val context = Context(options)
    private val memory = context.memory
    private val mutableState = MutableStateFlow<SessionState>(SessionState.SignedOut)
    private val mutableChanges = MutableSharedFlow<Unit>(extraBufferCapacity = 1, onBufferOverflow = BufferOverflow.DROP_OLDEST)
    private val leftovers = Leftovers(context)
    private val ending = Ending(context, leftovers, mutableState)
    private val registration = Registration(context, leftovers)
    private val asking = Asking(context, registration, ending)
    private val tokens = Tokens(context, registration, ending)
    private val pushes = Pushes(context, ending, ::changed) { update(DeviceChanges()) }
    private val waitings = Waitings(context, mutableState, mutableChanges, { list() }) { sessionId, proof ->
        answer(sessionId, wasMe = true, proof)
    }

    private val keepAlive = KeepAlive(context, mutableState, { update() }, { list() })

    init {
        context.scope.launch { keepAlive.run() }
        context.scope.launch { ending.watch() }
    }

    public val state: StateFlow<SessionState> = mutableState.asStateFlow()

    /** From shortly before the session ends: warn then, over everything. */
    public val endsSoon: StateFlow<EndsSoon?> get() = keepAlive.endsSoon

    /** Whenever the list of sessions may have changed. */
    public val changes: SharedFlow<Unit> = mutableChanges.asSharedFlow()

    /**
     * After every sign-in and at every start of the app: opens this device's session, or asks whether it still lives.
     * Refused for `sign_in_required` where nobody is signed in to Firebase.
     */
    public suspend fun start(changes: DeviceChanges.() -> Unit = {}): Started =
        context.detached { noticingLoss { startNow(DeviceChanges().apply(changes)) } }

    /** Tells the server what has changed. Counts as activity. */
    public suspend fun update(changes: DeviceChanges.() -> Unit = {}): Started =
        update(DeviceChanges().apply(changes))

    public suspend fun list(includeEnded: Boolean = false): List<Session> {
        val input = toWire(ListSessionsInput(includeEnded.takeIf { it }))
        val answer = asking.ask(FunctionName.LIST_SESSIONS, input, ListSessionsAnswer.serializer())
        answer.sessions.find { it.isCurrentDevice }?.let { note(it, answer.pushes) }
        return answer.sessions
    }

    public suspend fun revoke(sessionId: String, reauthToken: String? = null) {
        val input = toWire(RevokeSessionInput(sessionId, reauthToken))
        change(FunctionName.REVOKE_SESSION, input, RevokeSessionAnswer.serializer())
    }

    /** How many were ended. */
    public suspend fun revokeOthers(reauthToken: String? = null): Int {
        val input = toWire(RevokeOtherSessionsInput(reauthToken))
        val answer = change(FunctionName.REVOKE_OTHER_SESSIONS, input, RevokeOtherSessionsAnswer.serializer())
        return answer.revokedCount.toInt()
    }

    /** Ends this session and signs out of Firebase, also without a network. [forget]: not one's own device. */
    public suspend fun signOut(forget: Boolean = false): Unit = context.detached {
        registration.noteSignOut()
        waiting.value?.stop()
        ending.serve(null)
        try {
            val input = toWire(SignOutInput(forget.takeIf { it }))
            context.callOnce(FunctionName.SIGN_OUT, input, SignOutAnswer.serializer())
        } catch (error: CancellationException) {
            throw error
        } catch (_: Exception) {
            // Not reached, or already over: the refresh token ends it later, with no other credential.
            runCatching { registration.leave() }
        }
        val over = listOf(Key.session, Key.attempt) + if (forget) listOf(Key.deviceToken, Key.deviceId) else emptyList()
        over.forEach { memory.remove(it) }
        context.transports.signOut()
        mutableState.value = SessionState.SignedOut
    }

    /** "Was that you?", answered inside the app. */
    public suspend fun answer(sessionId: String, wasMe: Boolean, reauthToken: String? = null): AnswerLoginAnswer {
        val input = toWire(AnswerLoginInput(sessionId, wasMe, reauthToken))
        return change(FunctionName.ANSWER_LOGIN, input, AnswerLoginAnswer.serializer())
    }

    /** The same by the token of a login alert, with no other credential. What the answer says is what happened. */
    public suspend fun answerAlert(answerToken: String, wasMe: Boolean): AnswerLoginAlertAnswer {
        val input = toWire(AnswerLoginAlertInput(answerToken, wasMe))
        val answer = context.post(FunctionName.ANSWER_LOGIN_ALERT, input, reading(AnswerLoginAlertAnswer.serializer()))
        changed()
        return answer
    }

    public suspend fun rename(sessionId: String, deviceName: String): Session {
        val input = toWire(RenameSessionInput(sessionId, deviceName))
        return change(FunctionName.RENAME_SESSION, input, RenameSessionAnswer.serializer()).session
    }

    public suspend fun securityEvents(pageToken: String? = null): ListSecurityEventsAnswer = asking.ask(
        FunctionName.LIST_SECURITY_EVENTS,
        toWire(ListSecurityEventsInput(pageToken)),
        ListSecurityEventsAnswer.serializer(),
    )

    /** For APIs beside Firebase: a token that has not run out. [refused] is one that an API has just turned down. */
    public suspend fun accessToken(refused: String? = null): String = tokens.accessToken(refused)

    /** The one that is running: a screen stands in for what was refused as long as it is there. */
    public val waiting: StateFlow<Waiting?> get() = waitings.running

    /**
     * Waits until this session is confirmed, where a call of the app's own was refused for `session_unconfirmed`; null
     * for any other [error]. The same one as long as it runs.
     */
    public fun waitForConfirmation(error: Throwable): Waiting? =
        refusalIn(context.transports.translated(error))?.let { waitings.begin(it.details) }

    /** The same by the JSON body of a refused request to an API beside Firebase. */
    public fun waitForConfirmation(body: String): Waiting? = refusalIn(body)?.let { waitings.begin(it.details) }

    /** The person has touched the app: where sessions end within a day unless they are used, this keeps them alive. */
    public fun noteUse(): Unit = keepAlive.noteUse()

    /** Takes the data of a push. After a `force_logout` it asks the server, and believes nobody else. */
    public suspend fun handlePush(data: Map<String, String>): PushOutcome = pushes.handle(Push.from(data))

    private fun note(own: Session, pushes: PushReach) = mutableState.update { state ->
        val isSame = state is SessionState.Open && state.sessionId == own.sessionId
        if (isSame) state.copy(session = own, pushes = pushes) else state
    }

    private fun changed() {
        mutableChanges.tryEmit(Unit)
    }

    private suspend fun startNow(changes: DeviceChanges): Started {
        leftovers.settleLater()
        val identity = context.transports.identity() ?: throw refused(Reason.SIGN_IN_REQUIRED)
        val kept = memory.read(Key.session)
        if (kept != null && kept.userId != identity.userId) registration.leave()
        val before = mutableState.value as? SessionState.Open
        val isOpen = identity.sessionId != null
        if (before == null || before.sessionId != identity.sessionId) {
            mutableState.value = identity.sessionId?.let { SessionState.Open(it) } ?: SessionState.Opening
        }
        try {
            val opened = registration.open(changes) ?: return update(asking.changesFrom(changes))
            ending.serve(opened.sessionId)
            keepAlive.learn(opened)
            mutableState.value = SessionState.Open(opened.sessionId, opened)
            changed()
            return Started(opened, emptyList())
        } finally {
            if (!isOpen) mutableState.compareAndSet(SessionState.Opening, SessionState.SignedOut)
        }
    }

    private suspend fun noticingLoss(work: suspend () -> Started): Started = try {
        work()
    } catch (lost: SignInLost) {
        ending.serve(memory.read(Key.session)?.sessionId)
        ending.notice()
        throw refused(Reason.SIGN_IN_REQUIRED, lost)
    }

    private suspend fun update(changes: DeviceChanges): Started {
        val answer = asking.update(changes)
        val started = Started(answer.session, answer.unconfirmed.orEmpty())
        keepAlive.learn(started.session)
        mutableState.value = SessionState.Open(started.session.sessionId, started.session, started.unconfirmed, answer.pushes)
        return started
    }

    private suspend fun <A> change(name: FunctionName, data: JsonElement, answer: KSerializer<A>): A =
        asking.ask(name, data, answer).also { changed() }
}
