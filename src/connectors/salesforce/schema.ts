import { z } from 'zod';

export const nullable = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);
export const textOf = () => nullable(z.string());

export const TokenReply = z.object({ access_token: z.string().min(1), id: z.string().optional() });

/** Errors come as an array, whatever the status. */
export const ErrorReply = z
  .array(z.object({ errorCode: z.string(), message: z.string().default(''), fields: z.array(z.string()).nullish() }))
  .min(1);
export type VendorErrors = z.infer<typeof ErrorReply>;

export const QueryReply = z.object({
  records: z.array(z.record(z.string(), z.unknown())),
  done: z.boolean(),
  nextRecordsUrl: z.string().optional(),
});

export const CreateReply = z.object({ id: z.string(), success: z.boolean() });

export const CompositeReply = z.object({
  compositeResponse: z.array(z.object({ referenceId: z.string(), httpStatusCode: z.number().int(), body: z.unknown() })).min(1),
});

/** What an invocable action answers, one result an input; its errors call `statusCode` what others call `errorCode`. */
export const ActionReply = z
  .array(z.object({ isSuccess: z.boolean(), errors: z.array(z.object({ statusCode: z.string() })).nullish() }))
  .min(1);
export type ActionReply = z.infer<typeof ActionReply>;

/** The fields every record we read has. */
export const system = { Id: z.string(), SystemModstamp: z.string(), LastModifiedDate: textOf(), LastModifiedById: textOf() };

export const OpportunityRow = z.object({
  ...system,
  Name: z.string(),
  AccountId: textOf(),
  OwnerId: textOf(),
  StageName: z.string(),
  IsClosed: z.boolean(),
  IsWon: z.boolean(),
  Amount: nullable(z.number()),
  CurrencyIsoCode: textOf(),
  CloseDate: textOf(),
  Description: textOf(),
});
export const DatedRow = z.object({ Id: z.string(), SystemModstamp: z.string(), CreatedDate: z.string() });
/** One of the rows the CRM writes whenever stage, amount or close date of an opportunity change. */
export const OpportunityHistoryRow = z.object({
  OpportunityId: z.string(),
  StageName: z.string(),
  Amount: nullable(z.number()),
  CurrencyIsoCode: textOf(),
  CloseDate: textOf(),
  CreatedDate: z.string(),
});
export type OpportunityHistoryRow = z.infer<typeof OpportunityHistoryRow>;
/** An entry of the list of accounts. */
export const EntryRow = z.object({ Id: z.string(), Name: z.string(), BillingCity: textOf(), BillingCountry: textOf() });
export const AccountRow = z.object({
  ...system,
  Name: z.string(),
  OwnerId: textOf(),
  Phone: textOf(),
  BillingStreet: textOf(),
  BillingCity: textOf(),
  BillingState: textOf(),
  BillingPostalCode: textOf(),
  BillingCountry: textOf(),
});
export const ContactRow = z.object({
  ...system,
  AccountId: textOf(),
  FirstName: textOf(),
  LastName: z.string(),
  Name: z.string(),
  Title: textOf(),
  Email: textOf(),
  Phone: textOf(),
  HasOptedOutOfEmail: nullable(z.boolean()),
});
export const MailRecipientRow = z.object({ Email: textOf(), HasOptedOutOfEmail: nullable(z.boolean()) });
export type MailRecipientRow = z.infer<typeof MailRecipientRow>;
export const CaseRow = z.object({
  ...system,
  CaseNumber: z.string(),
  Subject: textOf(),
  Description: textOf(),
  Status: z.string(),
  Priority: textOf(),
  Origin: textOf(),
  AccountId: textOf(),
  ContactId: textOf(),
  IsClosed: z.boolean(),
});
export const UserRow = z.object({ ...system, Name: z.string(), Email: textOf(), IsActive: z.boolean() });
export const RoleRow = z.object({ Role: textOf(), IsPrimary: z.boolean(), Contact: nullable(z.record(z.string(), z.unknown())) });

export const DescribeReply = z.object({
  createable: z.boolean(),
  updateable: z.boolean(),
  queryable: z.boolean(),
  fields: z.array(
    z.object({
      name: z.string(),
      length: z.number().default(0),
      filterable: z.boolean(),
      unique: z.boolean(),
      externalId: z.boolean(),
      createable: z.boolean(),
      updateable: z.boolean(),
    }),
  ),
});
export type Describe = z.infer<typeof DescribeReply>;
