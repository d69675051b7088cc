// The shapes of google.firestore.v1 on the wire, as @grpc/proto-loader hands them over with the options of
// grpcServer.ts: enums and 64-bit numbers as strings, absent fields absent.
import type { google } from '@google-cloud/firestore/types/protos/firestore_v1_proto_api.js';

export type WireDocument = google.firestore.v1.IDocument;
export type WireValue = google.firestore.v1.IValue;
export type WireFields = Record<string, WireValue>;
export type WireWrite = google.firestore.v1.IWrite;
export type WireTimestamp = google.protobuf.ITimestamp;
export type StructuredQuery = google.firestore.v1.IStructuredQuery;
export type TransactionOptions = google.firestore.v1.ITransactionOptions;

export type BatchGetRequest = google.firestore.v1.IBatchGetDocumentsRequest;
export type BatchGetResponse = google.firestore.v1.IBatchGetDocumentsResponse;
export type BatchWriteRequest = google.firestore.v1.IBatchWriteRequest;
export type BatchWriteResponse = google.firestore.v1.IBatchWriteResponse;
export type BeginTransactionRequest = google.firestore.v1.IBeginTransactionRequest;
export type BeginTransactionResponse = google.firestore.v1.IBeginTransactionResponse;
export type CommitRequest = google.firestore.v1.ICommitRequest;
export type CommitResponse = google.firestore.v1.ICommitResponse;
export type ListCollectionIdsRequest = google.firestore.v1.IListCollectionIdsRequest;
export type ListCollectionIdsResponse = google.firestore.v1.IListCollectionIdsResponse;
export type ListDocumentsRequest = google.firestore.v1.IListDocumentsRequest;
export type ListDocumentsResponse = google.firestore.v1.IListDocumentsResponse;
export type ListenRequest = google.firestore.v1.IListenRequest;
export type ListenResponse = google.firestore.v1.IListenResponse;
export type RollbackRequest = google.firestore.v1.IRollbackRequest;
export type RunAggregationQueryRequest = google.firestore.v1.IRunAggregationQueryRequest;
export type RunAggregationQueryResponse = google.firestore.v1.IRunAggregationQueryResponse;
export type RunQueryRequest = google.firestore.v1.IRunQueryRequest;
export type RunQueryResponse = google.firestore.v1.IRunQueryResponse;
